"""The one app: a board's people, meetings, minutes, actions and resolutions."""
