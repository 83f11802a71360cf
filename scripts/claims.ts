/** What holds against whom docs/threat-model.md names, and for each claim the tests that show it: titles by file, as they stand in the sources. */
export const claims: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "What only the ledger has approves nothing": {
    "test/e2e/forged-ledger.test.ts": [
      "Forged intents on the ledger are not submitted: after a held one, and for a branch without a pull request",
      "A forged word to submit approves no production: no comment, the author's comment, or an approver's comment that the author edited",
    ],
    "test/core/pass/authorization/submits-on-github.test.ts": ["A word to submit %s approves nothing"],
    "test/flows/reconcile/forged-orders.test.ts": [
      "A forged word to submit approves nothing, and GitHub is asked about it in each pass",
      "A word to submit that is deleted before the call does not release the production",
      "A request for changes %s a word to submit leaves the production %s, whatever date the ledger gives the word",
    ],
  },
  "Nobody lowers the cost that rules count": {
    "test/flows/reconcile/runs-by-rule.test.ts": [
      "A forged ledger does not give back the core-hours that a day has used",
    ],
    "test/flows/reconcile/counted.test.ts": [
      "A number of jobs that only the ledger says lowers no cost, nor does a commit that main never stood at",
    ],
  },
  "The form makes no more than it can say, and who wrote the issue approves nothing": {
    "test/core/form/hostile-issues.test.ts": [
      "A hostile issue, of more than fifty, never makes another request than the form can say",
    ],
    "test/e2e/form.test.ts": [
      "An approval of who edited the issue submits nothing, one of somebody else does, and a merged branch that is not what its issue says any more is withheld",
      "Strangers get so many pull requests a day from the form as the policy says, also of issues at one time, and those of others count not",
    ],
    "test/core/pass/approval/writers-of-form.test.ts": ["A branch %s has an unknown author"],
    "test/adapters/github/editors-of-issue.test.ts": ["An edit %s has an unknown author"],
    "test/core/pass/trials/trial-fault.test.ts": [
      "A branch of the form is tried when somebody with write permission has approved it",
    ],
    "test/core/pass/approval/writers-of-extension.test.ts": ["An extension %s has an unknown author"],
    "test/e2e/extend-by-comment.test.ts": [
      "The person who asked for an extension does not approve it, though GitHub lets him",
    ],
    "test/tryout/inputs.test.ts": [
      "A branch that a program made of what others wrote is tried out only in a run that somebody started again",
    ],
  },
  "The upkeep has no author only where it changed versions and nothing else": {
    "test/core/versioning/upkeep.test.ts": ["A change %s is no upkeep"],
    "test/core/pass/approval/writers-of-upkeep.test.ts": ["An upkeep %s has an unknown author"],
    "test/core/pass/approval/approval.test.ts": [
      "Commits of other repositories, which nobody here wrote, need two people, of whom one is an owner",
    ],
  },
  "Appended runs keep their limits, and are checked as any other pull request": {
    "test/flows/reconcile/runs-by-rule.test.ts": [
      "Appended runs need an approval together with %s",
      "Runs above the limit cannot be approved by people where %s appended them",
    ],
    "test/e2e/runs-proposal.test.ts": [
      "The runs workflow opens one pull request as the App, which is checked and planned as any other",
    ],
  },
  "A command that was edited, repeated or that a stranger gave does nothing": {
    "test/flows/commands/handle-command.test.ts": [
      "A repeated run of the workflow gives no command, and reports a comment that was never answered",
      "A stranger gets no answer to the comment %s, and one to a form",
    ],
    "test/e2e/self-approval.test.ts": [
      "An edited command withdraws no production when its workflow run is repeated, and neither does a comment edited into a command",
    ],
  },
  "A trial runs once, by an order that stands and may be given": {
    "test/flows/reconcile/trial.test.ts": [
      "A trial order %s between intent and call withholds the trial",
      "A trial order that a person forged %s is not submitted",
      "A trial command %s is refused at once",
    ],
    "test/core/pass/authorization/authorize-trial.test.ts": [
      "One trial order has one effect: an earlier trial number of the order, or one that began, is its answer",
    ],
  },
  "What was not approved is not submitted, be it a production or its rules": {
    "test/flows/reconcile/forged.test.ts": [
      "An approval that disappeared withholds a production whose check PanDA accepted",
    ],
    "test/e2e/self-approval.test.ts": [
      "Among attacks on approvals only the production with a right approval is submitted",
    ],
    "test/core/pass/approval/approval.test.ts": [
      "A request for changes holds a version back, also one on an older commit",
      "Rules and a production in one pull request are held, also after a rebase made several commits of them",
    ],
    "test/e2e/rules.test.ts": [
      "Unreviewed conventions, wider or narrower, send no job until a person approves them, and both plans name them",
    ],
    "test/core/pass/approval/approved-rules.test.ts": [
      "Unapproved conventions hold back their productions even if the ledger says that its begin was %s",
    ],
  },
  "Damage to ledger, tags and main is reported": {
    "test/e2e/damaged-ledger.test.ts": [
      "A damaged ledger stops every command, is reported by ledger verify, and repaired by ledger rebuild",
    ],
    "test/flows/reconcile/second-witness.test.ts": [
      "A git tag of a submission that a person %s is reported in each pass, which fails but does everything else",
    ],
    "test/e2e/force-push.test.ts": [
      "After a force push to main on GitHub reconcile fails and names the lost commit, until a person accepts",
    ],
  },
  "Try-outs run no fork's payload, and on a machine what a reviewer let begin": {
    "test/e2e/tryout.test.ts": ["A fork's payload does not run in a try-out, even if the fork's workflow says so"],
    "test/e2e/tryout-site.test.ts": [
      "A branch that takes the approval out of its workflow file waits for it all the same, and a newer commit ends what waits",
      "A workflow of a branch that asks for the machine runs no payload there",
    ],
    "test/adapters/system/logins-here.test.ts": [
      "A machine with logins in variables and in files where programs look for them names each, and never a value",
    ],
    "test/architecture.test.ts": ["No module that validates or submits imports try-outs"],
  },
  "Text of strangers stays text, and a plan the newest": {
    "test/core/view/local/tryout-markdown.test.ts": ["Hostile text %i in a log of a try-out does not leave its block"],
    "test/core/view/site/pages.test.ts": [
      "A stranger's text in HTML is text: no mark of it is read, and nothing of it is unseen or turns the line",
      "The page says of which commit of the ledger it is, and lets nothing run that does not lie beside it",
    ],
    "test/e2e/plan-of-head.test.ts": ["An older plan that arrives late does not replace a newer one"],
    "test/e2e/hostile-text.test.ts": [
      "Text of a stranger stays text on pages, in logs and on the ledger, and debug logging shows no secret, with the shipped bundles",
    ],
    "test/core/problems/quotable.test.ts": ["A text quoted in a problem from %j holds nothing that a terminal obeys"],
    "test/architecture.test.ts": [
      "Text is printed only through functions that clean control sequences: %s is used nowhere else",
    ],
    "test/core/files/changed-productions.test.ts": [
      "A hint with a command shows no path that a stranger could make a shell execute",
    ],
    "test/core/markdown/chat-body.test.ts": ["Text of strangers %j makes no mention, link or markup in %s"],
  },
  "Tokens can do what their jobs need": {
    "test/docs/workflow-files.test.ts": [
      "The token of a workflow that a pull request starts only reads, so a pull request cannot set a variable such as SHREK_MONITOR",
    ],
    "test/e2e/permissions.test.ts": ["Every permission of every workflow is used by a call that needs the permission"],
  },
  "Only listed hosts are contacted, and nothing that is fetched is started or followed": {
    "test/e2e/fetching.test.ts": [
      "A fork's pull request contacts no host that main does not list, and follows no link",
      "A listed host name in a private network is not contacted, and an open port has the same message as a closed one",
    ],
    "test/adapters/git/strange-clone.test.ts": [
      "The attributes of a git tree start no program, even where the clone has a program of that name",
    ],
  },
  "A check ends, whatever it is given": {
    "test/core/validate/hostile-files.test.ts": ["A slow pattern of conventions is matched in a short time"],
    "test/contracts/snapshot-contract.ts": [
      "A request that names too much data is read without its files and reported, and other requests are read completely",
    ],
    "test/adapters/system/bounds-here.test.ts": ["A validation that %s is stopped"],
    "test/core/lint/hostile.test.ts": ["hostile payloads"],
  },
  "No secret is printed, written, or sent to another host": {
    "test/e2e/canary.test.ts": [
      "No secret is printed or written: %s",
      "No secret of a Rucio login is printed or written by a pass and by doctor, whatever Rucio answers",
    ],
    "test/e2e/news.test.ts": [
      "A failed production is one message, which a cancelled run repeats once, and no address of a channel comes out, whatever is wrong with it",
    ],
    "test/adapters/git/environment.test.ts": [
      "git gets the environment variables that it needs, and no other variable",
    ],
    "test/e2e/process.test.ts": [
      "A process that holds a secret opens no debugger on a signal",
      "A process that holds a secret writes no diagnostic report, even if asked to",
    ],
    "test/e2e/login.test.ts": ["No login data are sent where %s names a host that is not pinned"],
    "test/core/login/rucio-settings.test.ts": [
      "A Rucio login %s is refused before anything is sent, without its secret",
    ],
    "test/core/problems/secret.test.ts": ["No problem and no failure repeats %s, whole or cut"],
    "test/adapters/news/webhook.test.ts": [
      "A webhook with the fault %j is a failure in words, without its address",
      "Nothing is sent to %s without a word of the conventions",
    ],
  },
  "Rucio is asked for what main names, and its faults are not absence": {
    "test/e2e/look-job.test.ts": [
      "The plan says of each dataset what Rucio has of it and where, in the words of plan --look, and nothing of a scope that main does not name",
      "Data of a fork are looked up only when somebody who may write starts its run again",
    ],
    "test/flows/reconcile/grow-runs.test.ts": [
      "A file whose name prun's expressions would read otherwise is in no run, and the pass says so",
    ],
    "test/adapters/rucio/catalogue.test.ts": ["With the fault %s at %s nothing is 'not there': the look fails"],
  },
  "A forged archive at PanDA is noticed": {
    "test/adapters/panda/panda-cache.test.ts": [
      "A forged archive of equal size and CRC32 at PanDA is noticed, and the right archive is uploaded under another name",
    ],
  },
};

export const claimsList = (): string =>
  Object.keys(claims)
    .map((claim) => `- ${claim}`)
    .join("\n");
