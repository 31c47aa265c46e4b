// The life of a repository as @octokit/rest leads it: each of its most used calls once, with the status of its answer.
import { createRequire } from "node:module";
import { env, stdout } from "node:process";

const { Octokit } = await import(createRequire(`${env.MODULES}/`).resolve("@octokit/rest"));
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const client = (auth) => new Octokit({ auth, baseUrl: env.API, log: silent });
const ada = client(env.ADA), grace = client(env.GRACE), linus = client(env.LINUS), app = client(env.APP);
const owner = "acme", repo = "shop", here = { owner, repo };
const statuses = {};

async function call(name, parameters = {}, by = ada) {
  const [family, method] = name.split(".");
  try {
    const { status, data } = await by.rest[family][method](parameters);
    statuses[name] = status;
    return data;
  } catch (error) {
    statuses[name] = `${error.status ?? ""} ${error.message}`;
    return {};
  }
}

// The API itself
for (const name of ["meta.root", "meta.get", "meta.getZen", "meta.getOctocat", "meta.getAllVersions", "rateLimit.get",
  "emojis.get", "licenses.getAllCommonlyUsed", "gitignore.getAllTemplates"]) await call(name);
await call("markdown.render", { text: "**Bold**" });
await call("markdown.renderRaw", { data: "# Title", headers: { "content-type": "text/plain" } });

// People and organizations
await call("users.getAuthenticated");
await call("users.getByUsername", { username: "grace" });
await call("users.list");
await call("users.listEmailsForAuthenticatedUser");
await call("users.listFollowersForAuthenticatedUser");
await call("orgs.get", { org: "tools" });
await call("orgs.listMembers", { org: "tools" });
await call("orgs.listForAuthenticatedUser");
await call("orgs.listForUser", { username: "grace" });
await call("teams.list", { org: owner });
await call("gists.list");

// Repositories
await call("repos.createForAuthenticatedUser", { name: "own", auto_init: true });
await call("repos.createInOrg", { org: "tools", name: "ci" });
await call("repos.update", { owner: "ada", repo: "own", description: "Mine" });
await call("repos.delete", { owner: "ada", repo: "own" });
await call("repos.get", here);
await call("repos.listForAuthenticatedUser");
await call("repos.listForUser", { username: "ada" });
await call("repos.listForOrg", { org: "tools" });
await call("repos.replaceAllTopics", { ...here, names: ["cart"] });
await call("repos.getAllTopics", here);
await call("repos.listLanguages", here);
await call("repos.listContributors", here);
await call("repos.listCollaborators", here);
await call("repos.checkCollaborator", { ...here, username: "grace" });
await call("repos.getCollaboratorPermissionLevel", { ...here, username: "grace" });
const { id: invitation_id } = await call("repos.addCollaborator", { ...here, username: "linus", permission: "triage" });
await call("repos.listInvitations", here);
await call("repos.updateInvitation", { ...here, invitation_id, permissions: "write" });
await call("repos.listInvitationsForAuthenticatedUser", {}, linus);
await call("repos.acceptInvitationForAuthenticatedUser", { invitation_id }, linus);
await call("repos.removeCollaborator", { ...here, username: "linus" });
await call("repos.update", { ...here, name: "store" });
await call("repos.transfer", { ...here, new_owner: "tools" });
await call("repos.transfer", { owner: "tools", repo: "store", new_owner: owner, new_name: repo });
const ruleset = await call("repos.createRepoRuleset", { ...here, name: "Main", enforcement: "active", rules: [{ type: "deletion" }] });
await call("repos.getRepoRulesets", here);
await call("repos.updateRepoRuleset", { ...here, ruleset_id: ruleset.id, enforcement: "disabled" });
await call("repos.deleteRepoRuleset", { ...here, ruleset_id: ruleset.id });
await call("repos.getBranchRules", { ...here, branch: "main" });
await call("repos.createFork", here, grace);
await call("repos.listForks", here);

// Git
const { object: { sha: head } } = await call("git.getRef", { ...here, ref: "heads/main" });
const blob = await call("git.createBlob", { ...here, content: "two\n" });
await call("git.getBlob", { ...here, file_sha: blob.sha });
const tree = await call("git.createTree", { ...here, base_tree: head, tree: [{ path: "two.txt", mode: "100644", type: "blob", sha: blob.sha }] });
await call("git.getTree", { ...here, tree_sha: tree.sha, recursive: "true" });
const commit = await call("git.createCommit", { ...here, message: "Add two", tree: tree.sha, parents: [head] });
await call("git.getCommit", { ...here, commit_sha: commit.sha });
await call("git.createRef", { ...here, ref: "refs/heads/side", sha: head });
await call("git.updateRef", { ...here, ref: "heads/side", sha: commit.sha });
await call("git.listMatchingRefs", { ...here, ref: "heads/s" });
const tag = await call("git.createTag", { ...here, tag: "v0", message: "Zero", object: head, type: "commit" });
await call("git.getTag", { ...here, tag_sha: tag.sha });
await call("repos.listBranches", here);
await call("repos.getBranch", { ...here, branch: "side" });
await call("repos.listCommits", here);
await call("repos.getCommit", { ...here, ref: "side" });
await call("repos.compareCommitsWithBasehead", { ...here, basehead: "main...side" });
await call("repos.listBranchesForHeadCommit", { ...here, commit_sha: commit.sha });
const note = await call("repos.createCommitComment", { ...here, commit_sha: head, body: "Why?" });
await call("repos.listCommentsForCommit", { ...here, commit_sha: head });
await call("repos.updateCommitComment", { ...here, comment_id: note.id, body: "Why not?" });
await call("repos.deleteCommitComment", { ...here, comment_id: note.id });
await call("repos.createCommitStatus", { ...here, sha: head, state: "success", context: "ci" });
await call("repos.getCombinedStatusForRef", { ...here, ref: "main" });
await call("repos.listCommitStatusesForRef", { ...here, ref: "main" });

// Files
await call("repos.getContent", { ...here, path: "README.md" });
await call("repos.getReadme", here);
const file = await call("repos.createOrUpdateFileContents", { ...here, path: "docs/a b.md", message: "Write", content: "YQ==" });
await call("repos.deleteFile", { ...here, path: "docs/a b.md", message: "Delete", sha: file.content?.sha });

// Issues
const issue = await call("issues.create", { ...here, title: "Down", body: "@grace" });
const other = await call("issues.create", { ...here, title: "Slow" });
const about = { ...here, issue_number: issue.number };
await call("issues.get", about);
await call("issues.update", { ...about, body: "Still down" });
await call("issues.listForRepo", here);
await call("issues.list", { filter: "all" });
await call("issues.listForAuthenticatedUser", { filter: "created" });
const comment = await call("issues.createComment", { ...about, body: "Looking" });
await call("issues.listComments", about);
await call("issues.listCommentsForRepo", here);
await call("issues.getComment", { ...here, comment_id: comment.id });
await call("issues.updateComment", { ...here, comment_id: comment.id, body: "Looked" });
await call("issues.createLabel", { ...here, name: "sev: 1", color: "b60205" });
await call("issues.getLabel", { ...here, name: "sev: 1" });
await call("issues.updateLabel", { ...here, name: "sev: 1", new_name: "sev: 2" });
await call("issues.listLabelsForRepo", here);
await call("issues.addLabels", { ...about, labels: ["sev: 2", "bug"] });
await call("issues.setLabels", { ...about, labels: ["bug"] });
await call("issues.listLabelsOnIssue", about);
await call("issues.removeLabel", { ...about, name: "bug" });
await call("issues.removeAllLabels", about);
await call("issues.deleteLabel", { ...here, name: "sev: 2" });
await call("issues.listAssignees", here);
await call("issues.checkUserCanBeAssigned", { ...here, assignee: "grace" });
await call("issues.addAssignees", { ...about, assignees: ["grace"] });
await call("issues.removeAssignees", { ...about, assignees: ["grace"] });
await call("issues.listEvents", about);
await call("issues.addSubIssue", { ...about, sub_issue_id: other.id });
await call("issues.listSubIssues", about);
await call("issues.lock", { ...about, lock_reason: "resolved" });
await call("issues.unlock", about);
await call("issues.listEventsForRepo", here);
await call("issues.listEventsForTimeline", about);
const eyes = await call("reactions.createForIssue", { ...about, content: "eyes" });
await call("reactions.listForIssue", about);
await call("reactions.deleteForIssue", { ...about, reaction_id: eyes.id });
await call("reactions.createForIssueComment", { ...here, comment_id: comment.id, content: "rocket" });
await call("reactions.listForIssueComment", { ...here, comment_id: comment.id });
await call("issues.deleteComment", { ...here, comment_id: comment.id });

// Pull requests
const pull = await call("pulls.create", { ...here, title: "Add two", head: "side", base: "main" });
const reviewed = { ...here, pull_number: pull.number };
await call("pulls.get", reviewed);
await call("pulls.list", here);
await call("pulls.update", { ...reviewed, body: "Two" });
await call("pulls.listFiles", reviewed);
await call("pulls.listCommits", reviewed);
await call("pulls.requestReviewers", { ...reviewed, reviewers: ["grace"] });
await call("pulls.listRequestedReviewers", reviewed);
await call("pulls.removeRequestedReviewers", { ...reviewed, reviewers: ["grace"] });
await call("pulls.createReview", { ...reviewed, event: "APPROVE" }, grace);
const [{ id: review_id }] = await call("pulls.listReviews", reviewed);
await call("pulls.getReview", { ...reviewed, review_id });
await call("pulls.dismissReview", { ...reviewed, review_id, message: "The branch has changed" });
await call("pulls.updateBranch", reviewed);
await call("repos.listPullRequestsAssociatedWithCommit", { ...here, commit_sha: commit.sha });
await call("pulls.merge", reviewed);
await call("pulls.checkIfMerged", reviewed);
await call("git.deleteRef", { ...here, ref: "heads/side" });

// Checks
const check = await call("checks.create", { ...here, name: "lint", head_sha: head }, app);
await call("checks.update", { ...here, check_run_id: check.id, conclusion: "success" }, app);
await call("checks.get", { ...here, check_run_id: check.id });
await call("checks.listForRef", { ...here, ref: head });
await call("checks.listAnnotations", { ...here, check_run_id: check.id });
await call("checks.listSuitesForRef", { ...here, ref: head });
await call("checks.getSuite", { ...here, check_suite_id: check.check_suite?.id });

// Releases and deployments
const release = await call("repos.createRelease", { ...here, tag_name: "v1" });
await call("repos.getLatestRelease", here);
await call("repos.getReleaseByTag", { ...here, tag: "v1" });
await call("repos.listReleases", here);
await call("repos.listTags", here);
await call("repos.generateReleaseNotes", { ...here, tag_name: "v2" });
await call("repos.updateRelease", { ...here, release_id: release.id, name: "One" });
await call("repos.getRelease", { ...here, release_id: release.id });
await call("repos.listReleaseAssets", { ...here, release_id: release.id });
await call("repos.deleteRelease", { ...here, release_id: release.id });
const deployment = await call("repos.createDeployment", { ...here, ref: "main", required_contexts: [] });
await call("repos.listDeployments", here);
await call("repos.createDeploymentStatus", { ...here, deployment_id: deployment.id, state: "success" });
await call("repos.listDeploymentStatuses", { ...here, deployment_id: deployment.id });
await call("repos.getAllEnvironments", here);
const hook = await call("repos.createWebhook", { ...here, config: { url: "https://example.com" } });
await call("repos.listWebhooks", here);
await call("repos.updateWebhook", { ...here, hook_id: hook.id, active: false });
await call("repos.pingWebhook", { ...here, hook_id: hook.id });
await call("repos.listWebhookDeliveries", { ...here, hook_id: hook.id });
await call("repos.getWebhookConfigForRepo", { ...here, hook_id: hook.id });
await call("repos.deleteWebhook", { ...here, hook_id: hook.id });
await call("repos.createDispatchEvent", { ...here, event_type: "alert" });

// Actions
const { workflows: [workflow] } = await call("actions.listRepoWorkflows", here);
await call("actions.getWorkflow", { ...here, workflow_id: workflow.id });
await call("actions.listWorkflowRuns", { ...here, workflow_id: workflow.id });
await call("actions.disableWorkflow", { ...here, workflow_id: workflow.id });
await call("actions.enableWorkflow", { ...here, workflow_id: workflow.id });
await call("actions.createWorkflowDispatch", { ...here, workflow_id: env.WORKFLOW, ref: "main" });
await call("actions.listWorkflowRunsForRepo", here);
const run = { ...here, run_id: Number(env.RUN) };
await call("actions.getWorkflowRun", run);
const { jobs: [job] } = await call("actions.listJobsForWorkflowRun", run);
await call("actions.getJobForWorkflowRun", { ...here, job_id: job.id });
await call("actions.downloadJobLogsForWorkflowRun", { ...here, job_id: job.id });
await call("actions.downloadWorkflowRunLogs", run);
await call("actions.reRunWorkflow", run);
await call("actions.getWorkflowRunAttempt", { ...run, attempt_number: 1 });
await call("actions.listWorkflowRunArtifacts", run);
await call("actions.listArtifactsForRepo", here);
await call("actions.getActionsCacheList", here);
const key = await call("actions.getRepoPublicKey", here);
await call("actions.createOrUpdateRepoSecret", { ...here, secret_name: "KEY", encrypted_value: env.SEALED, key_id: key.key_id });
await call("actions.listRepoSecrets", here);
await call("actions.getRepoSecret", { ...here, secret_name: "KEY" });
await call("actions.deleteRepoSecret", { ...here, secret_name: "KEY" });
await call("actions.createRepoVariable", { ...here, name: "LEVEL", value: "debug" });
await call("actions.listRepoVariables", here);
await call("actions.getRepoVariable", { ...here, name: "LEVEL" });
await call("actions.updateRepoVariable", { ...here, name: "LEVEL", value: "info" });
await call("actions.deleteRepoVariable", { ...here, name: "LEVEL" });

// Searches, stars and notifications
await call("search.issuesAndPullRequests", { q: "repo:acme/shop down" });
await call("search.repos", { q: "shop" });
await call("search.users", { q: "grace" });
await call("search.code", { q: "two repo:acme/shop" });
await call("search.labels", { q: "bug", repository_id: Number(env.REPOSITORY) });
await call("activity.starRepoForAuthenticatedUser", here);
await call("activity.checkRepoIsStarredByAuthenticatedUser", here);
await call("activity.listStargazersForRepo", here);
await call("activity.listReposStarredByAuthenticatedUser");
await call("activity.unstarRepoForAuthenticatedUser", here);
await call("activity.setRepoSubscription", { ...here, subscribed: true });
await call("activity.getRepoSubscription", here);
await call("activity.listWatchersForRepo", here);
await call("activity.deleteRepoSubscription", here);
await call("activity.listNotificationsForAuthenticatedUser");

// What the library does beyond single calls
for (let number = 0; number < 12; number++) await ada.rest.issues.createComment({ ...about, body: `Comment ${number}` });
const pages = await ada.paginate(ada.rest.issues.listComments, { ...about, per_page: 5 });
const { headers: { etag } } = await ada.rest.issues.get(about);
const unchanged = await ada.rest.issues.get({ ...about, headers: { "if-none-match": etag } }).catch((error) => error.status);
const missing = await ada.rest.issues.get({ ...here, issue_number: 999 }).catch(({ status, message }) => [status, message]);
const refused = await client("nobodys").rest.users.getAuthenticated().catch(({ status }) => status);
const { data: diff } = await ada.rest.pulls.get({ ...reviewed, mediaType: { format: "diff" } });
const { data: raw } = await ada.rest.repos.getContent({ ...here, path: "README.md", mediaType: { format: "raw" } });
const { viewer } = await ada.graphql("query { viewer { login } }");

stdout.write(JSON.stringify({
  statuses, unchanged, missing, refused, raw,
  comments: pages.map(({ body }) => body), diff: diff.split("\n")[0], viewer: viewer.login,
}));
