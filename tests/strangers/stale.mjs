// A robot of the kind of actions/stale: it reads much, marks what nobody touched, and closes what stays untouched.
import { createRequire } from "node:module";
import { env, stdout } from "node:process";

const { Octokit } = await import(createRequire(`${env.MODULES}/`).resolve("@octokit/rest"));
const github = new Octokit({ auth: env.TOKEN, baseUrl: env.API });
const here = { owner: "acme", repo: "shop" };
const day = 24 * 60 * 60 * 1000, now = Date.parse(env.NOW), label = "stale";
const told = { marked: [], closed: [], spared: [], remaining: [] };

github.hook.after("request", ({ headers }) => {
  if (headers["x-ratelimit-remaining"]) told.remaining.push(Number(headers["x-ratelimit-remaining"]));
});

async function markedAt(issue) {
  const events = await github.paginate(github.rest.issues.listEvents, { ...here, issue_number: issue.number, per_page: 100 });
  return Math.max(...events.filter((each) => each.event === "labeled" && each.label.name === label).map((each) => Date.parse(each.created_at)));
}

async function answered(issue, since) {
  const comments = await github.paginate(github.rest.issues.listComments, {
    ...here, issue_number: issue.number, since: new Date(since).toISOString(), per_page: 100,
  });
  return comments.some(({ user }) => user.type === "User");
}

async function treat(issue) {
  const about = { ...here, issue_number: issue.number };
  if (!issue.labels.some(({ name }) => name === label)) {
    if (now - Date.parse(issue.updated_at) < 60 * day) return told.spared.push(issue.number);
    await github.rest.issues.createComment({ ...about, body: "This issue is stale." });
    await github.rest.issues.addLabels({ ...about, labels: [label] });
    return told.marked.push(issue.number);
  }
  const since = await markedAt(issue);
  if (await answered(issue, since + 1000)) {
    await github.rest.issues.removeLabel({ ...about, name: label });
    return told.spared.push(issue.number);
  }
  if (now - since < 7 * day) return told.spared.push(issue.number);
  await github.rest.issues.createComment({ ...about, body: "This issue was closed." });
  await github.rest.issues.update({ ...about, state: "closed", state_reason: "not_planned" });
  return told.closed.push(issue.number);
}

const { data: { rate: before } } = await github.rest.rateLimit.get();
const open = await github.paginate(github.rest.issues.listForRepo, { ...here, state: "open", direction: "asc", per_page: 100 });
for (const issue of open) await treat(issue);
const { data: { rate: after } } = await github.rest.rateLimit.get();
stdout.write(JSON.stringify({ ...told, used: after.used - before.used, listed: open.length }));
