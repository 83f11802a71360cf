import { objectOf, textOf } from "../github/json.ts";
import { passes, passesSome } from "./glob.ts";
import type { Occasion } from "./occasion.ts";
import type { Workflow } from "./workflow/workflow.ts";

/** Whether the event starts this workflow; the changed files are only asked for where a filter needs them. */
export const starts = async (
  workflow: Workflow,
  occasion: Occasion,
  changed: () => Promise<readonly string[]>,
): Promise<boolean> => {
  const { on } = workflow;
  const { payload, branch } = occasion;
  const ofType = (trigger: { readonly types: readonly string[] } | undefined): boolean =>
    trigger !== undefined && trigger.types.includes(occasion.action ?? "");
  switch (occasion.name) {
    case "pull_request":
    case "pull_request_target": {
      const trigger = on[occasion.name];
      return (
        trigger !== undefined &&
        ofType(trigger) &&
        passes(trigger.branches, branch) &&
        passesSome(trigger.paths, filtered(trigger.paths) ? await changed() : [])
      );
    }
    case "push": {
      const trigger = on.push;
      if (trigger === undefined) return false;
      if (occasion.ref.startsWith("refs/tags/"))
        return filtered(trigger.tags)
          ? passes(trigger.tags, occasion.ref.slice("refs/tags/".length))
          : !filtered(trigger.branches);
      if (!filtered(trigger.branches) && filtered(trigger.tags)) return false;
      return (
        passes(trigger.branches, branch) && passesSome(trigger.paths, filtered(trigger.paths) ? await changed() : [])
      );
    }
    case "workflow_run": {
      const run = objectOf(payload["workflow_run"]);
      const trigger = on.workflow_run;
      return (
        trigger !== undefined &&
        ofType(trigger) &&
        trigger.workflows.includes(textOf(run["name"])) &&
        passes(trigger.branches, textOf(run["head_branch"])) &&
        occasion.depth <= 3
      );
    }
    case "workflow_dispatch":
      return on.workflow_dispatch !== undefined && payload["workflow"] === workflow.file;
    case "schedule":
      return on.schedule?.crons.includes(textOf(payload["schedule"])) ?? false;
    case "issues":
      return ofType(on.issues);
    case "issue_comment":
      return ofType(on.issue_comment);
    case "merge_group":
      return ofType(on.merge_group);
    case "pull_request_review":
      return ofType(on.pull_request_review);
    case "repository_dispatch":
      return ofType(on.repository_dispatch);
    default:
      return false;
  }
};

const filtered = (filter: { readonly only: unknown; readonly except: unknown }): boolean =>
  filter.only !== undefined || filter.except !== undefined;
