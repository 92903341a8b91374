"""What content is: assets, requests, and the rules that read aloud."""
