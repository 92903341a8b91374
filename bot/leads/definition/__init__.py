"""The qualified-lead definition: its versions, and how a lead is judged by the one in force."""
