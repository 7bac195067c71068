"""The kernel ``jixiao``: an ordinary IPython kernel, forked from a process that has imported everything already."""
