"""Everything lasting that is sent to Slack goes through here: nothing lost, nothing doubled.

One row is one message. A room says that there is a message (`post`) and that it shows
something new (`refresh`) inside its own transaction; a sender posts it once, edits it when it is
asked for again, and looks for it in Slack when the answer to its one call was lost.
"""
