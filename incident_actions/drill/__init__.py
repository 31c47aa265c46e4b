"""Drills: the whole life of an incident on one machine, played in a sandbox, printed and checked.

One engine plays every drill. A `Story` has scenes. The `Stage` carries out their steps, prints them and checks the
results. The outcome and the transcript are read from the sandbox. Two packages write stories:

- `scripted` has the manually written story of the default process. It shows what a process does not define: typing
  errors, a run that crashes, an event that arrives twice, a stranger, and the weeks of reminders until the last action
  item is closed. Its expected words and times are literals, so it is an independent test as well.
- `rehearsal` derives the story of any other preset from its process: who is paged after how many minutes, the roles,
  updates and announcements, and the form of the post-mortem. It can show only what the process defines.

So neither replaces the other.
"""
