"""Drills: a whole incident on one machine, played on a sandbox, printed and checked.

On a game day (`game_day`), a person responds in the browser, a scenario plays the others as the sandbox's clock moves,
and the package `game_days` scores the record.

One engine plays every other drill. A `Story` has scenes. The `Stage` carries out their steps, prints them and checks
the results. The outcome and the transcript are read from the sandbox. Two packages write stories for it:

- `scripted` has the manually written story of the default process. It shows what no process describes: a page that
  nobody answers, a missed update, typos, a run that dies, an event that arrives twice, a stranger, and the weeks of
  reminders until the last action item is closed. Its expected times and people are literals, so it is also an
  independent test.
- `rehearsal` derives the story of any other preset from its process: who is paged after how many minutes, which roles,
  updates and announcements there are, and the format of the post-mortem. It knows only what the process defines.
"""
