import { type Declared, isDeclaredGood } from "./declared.ts";
import type { Intent, TaskSeen } from "./event.ts";
import { validatorsOf } from "./intended-steps.ts";

/** What is known of a submission that has an intent. `tasks`: as they were last seen. */
export type MadeData = {
  readonly intent: Intent;
  readonly declared: readonly Declared[];
  readonly tasks: readonly Pick<TaskSeen, "step" | "status">[];
};

/** The step that has not found data of these steps good; `undefined`: there is none, or a person has declared them good. */
export const notValidated = ({ intent, declared, tasks }: MadeData, steps: readonly string[]): string | undefined => {
  const open = validatorsOf(intent, steps).find((step) => tasks.find((task) => task.step === step)?.status !== "done");
  return isDeclaredGood(declared, steps) ? undefined : open;
};

/** `its step validate has not found good` */
export const notValidatedText = (step: string): string => `its step ${step} has not found good`;
