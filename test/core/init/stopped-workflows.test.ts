import { expect, test } from "vitest";
import type { AdminFacts } from "../../../action/core/init/setting.ts";
import { reconcileStopped, stoppedAmong } from "../../../action/core/init/stopped-workflows.ts";
import { disabledWorkflows } from "../../../action/core/init/workflow-settings.ts";

const listed = (file: string, state: string) => ({ path: `.github/workflows/${file}`, state });

test("Those who wait for reconcile are told that its schedule was disabled, and what starts it again", () => {
  const stopped = stoppedAmong([
    listed("reconcile.yml", "active"),
    listed("reconcile-schedule.yml", "disabled_inactivity"),
    listed("site.yml", "disabled_inactivity"),
  ]);

  expect(reconcileStopped(stopped)).toBe(
    "reconcile-schedule.yml starts nothing: GitHub disabled it after 60 days without activity, and what runs is followed only when a merge or a command starts a pass. `gh workflow enable reconcile-schedule.yml` ends that.",
  );
  expect(reconcileStopped([])).toBeUndefined();
});

test("shrek doctor names each workflow of SHREK that is disabled, and no other", () => {
  // No fact of the repository is read.
  const found = (...all: readonly object[]) => disabledWorkflows.found?.([all], {} as AdminFacts);

  expect(found(listed("reconcile.yml", "active"), listed("theirs.yml", "disabled_manually"))).toBeUndefined();
  expect(found(listed("check.yml", "disabled_manually"))).toEqual({
    verdict: "fix",
    says: "check.yml starts nothing: a person disabled it. `gh workflow enable check.yml` ends that.",
  });
});
