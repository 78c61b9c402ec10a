"""The only meeting place: what the four ticks, the editor's verbs and the questions do, by calling the rooms in the right order.

One module a tick (`poll`, `publish`, `reconcile`, `collect`), others for the editor's verbs (`editors`,
`correcting`), for what they teach (`learning`), and for questions (`explain`, `preview`, `doctor`). Each takes a `World`: settings, store,
fetcher, channels and clock. Every tick does one unit of work, says whether
there was any, and is safe at any time, from any worker, any number of times (DESIGN, section 5).
"""
