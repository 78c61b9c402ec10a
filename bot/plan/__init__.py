"""Pure: when a Post may go out, when a Feed is asked again, what a failure means for the next try. `now` is handed in."""
