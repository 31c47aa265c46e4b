// The usual acknowledgement in plain Node: one request to ask, two to write.
const { readFileSync } = require("node:fs");

const { GITHUB_API_URL: api, GITHUB_EVENT_PATH: path, GITHUB_REPOSITORY: repository, INPUT_TOKEN: token } = process.env;
const event = JSON.parse(readFileSync(path, "utf8"));
const [, level] = /^\/sev (\d)/m.exec(event.comment.body) ?? [];

async function ask(method, address, body) {
  const response = await fetch(`${api}/repos/${repository}/${address}`, {
    method,
    headers: { authorization: `Bearer ${token}`, accept: "application/vnd.github+json" },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${address}: ${response.status}`);
  return response.json();
}

async function main() {
  if (!level) return;
  const { number } = event.issue;
  const { role_name } = await ask("GET", `collaborators/${event.comment.user.login}/permission`);
  if (!["admin", "maintain", "write"].includes(role_name)) throw new Error(`${role_name} may not`);
  await ask("POST", `issues/${number}/labels`, { labels: [`SEV-${level}`] });
  await ask("POST", `issues/${number}/comments`, { body: `Severity is SEV-${level} now.` });
}

main().catch((error) => {
  console.log(`::error::${error.message}`);
  process.exitCode = 1;
});
