"""Drills: the whole life of an incident on one machine, played on a sandbox, printed and checked.

One engine plays every drill: a `Story` has scenes, the `Stage` carries out their steps, prints them and checks the
results, and the outcome and the transcript are read from the sandbox. Two packages write stories for it:

- `scripted` has the story of the default process, written by hand. It shows what no process says: typing errors, a run
  that dies, an event that arrives twice, a stranger, and the weeks of reminders until the last action item is closed.
  Its expected words and times are literals, so that it is also an independent test.
- `rehearsal` derives the story of any other preset from its process: who is paged after how many minutes, which roles,
  updates and announcements there are, and the form of the post-mortem. It cannot know more than the process says.

So neither replaces the other.
"""
