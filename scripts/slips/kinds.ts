import { amountSlips } from "./kinds/amounts.ts";
import { commandSlips } from "./kinds/commands.ts";
import { fileSlips } from "./kinds/files.ts";
import { formSlips } from "./kinds/form.ts";
import { headerSlips } from "./kinds/header.ts";
import { wiringSlips } from "./kinds/wiring.ts";
import type { Slip } from "./slip.ts";

/** What people get wrong, by where it stands. */
export const groups: readonly { readonly title: string; readonly slips: readonly Slip[] }[] = [
  { title: "What names a production", slips: headerSlips },
  { title: "How the request is written", slips: formSlips },
  { title: "Amounts", slips: amountSlips },
  { title: "Inputs and outputs", slips: wiringSlips },
  { title: "Commands", slips: commandSlips },
  { title: "Files that are sent along", slips: fileSlips },
];

export const slips: readonly Slip[] = groups.flatMap((group) => group.slips);
