import { gitForeign } from "../adapters/foreign/git-foreign.ts";
import { hostsAt } from "../adapters/git/hosts-in-force.ts";
import { knownRefs } from "../adapters/git/local.ts";
import { gitRevisions } from "../adapters/git/revisions.ts";
import { gitLedger } from "../adapters/ledger/git-ledger.ts";
import { acting, annotate, summarize } from "../adapters/runner/actions-report.ts";
import { systemBash } from "../adapters/system/system-bash.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import { planMarkdown, summaryRoom } from "../core/view/plan-markdown.ts";
import { planView } from "../core/view/plan-view.ts";
import { checkRevision } from "../flows/check-revision.ts";
import { readInputs } from "./inputs.ts";

await acting(async () => {
  const { workspace, cache, base, head } = readInputs(process.env);
  const ledger = gitLedger({ dir: workspace, refs: knownRefs(workspace), clock: systemClock() });
  const view = planView(
    await checkRevision(
      {
        revisions: gitRevisions(workspace, gitForeign({ cache, hosts: hostsAt(workspace, async () => base) })),
        ledger,
        bash: systemBash(),
      },
      base,
      head,
    ),
  );
  for (const problem of view.problems) annotate(problem);
  await summarize(planMarkdown(view, [], summaryRoom));
  return view.verdict === "refused" ? 1 : 0;
});
