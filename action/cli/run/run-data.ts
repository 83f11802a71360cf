import { takeSecrets } from "../../adapters/panda/take-secrets.ts";
import { openCatalogue } from "../../adapters/rucio/open-catalogue.ts";
import type { KeyParts } from "../../core/ledger/event.ts";
import { Failure } from "../../core/problems/failure.ts";
import { expiryText, madeJson, madeText } from "../../core/view/local/data-made.ts";
import type { DataInRucio } from "../../core/view/status/data-in-rucio.ts";
import { dataMade } from "../../flows/ledger-access/data-made.ts";
import { exiting, print, printJson } from "./command.ts";
import { openRepository } from "./work-place.ts";

type DataFlags = { readonly json: boolean; readonly remote?: string };

/** Reads only: an end is a command on GitHub, which a pass carries out. */
export const runData = exiting(async ({ json, remote }: DataFlags, ...words: readonly string[]) => {
  const isPreview = words[0] === "expire";
  const named = (isPreview ? words.slice(1) : words).map(isPreview ? meantIn : tagIn);
  const { ledger } = await openRepository(remote);
  const catalogue = openCatalogue(takeSecrets(process.env));
  const isDid = named.some(({ did }) => did !== undefined);
  const data = await dataMade(
    { ledger, catalogue },
    (key) => named.length === 0 || isDid || named.some((one) => isOf(one, key)),
  );
  const meant = data.filter((one) =>
    named.length === 0 ? !isPreview || (one.isGivenUp && one.isKept) : named.some((name) => isNamed(name, one)),
  );
  const missing = named.find((name) => !meant.some((one) => isNamed(name, one)));
  if (missing !== undefined)
    throw new Failure(`Rucio has no data of ${missing.written} that SHREK knows.`, {
      wayOut: "`shrek data` lists what there is.",
    });
  if (json) printJson(madeJson(meant));
  else print(isPreview ? expiryText(meant) : madeText(meant));
  return isPreview && named.length > 0 && meant.some(({ stays }) => stays !== null) ? 1 : 0;
});

type NamedData = Partial<KeyParts> & { readonly written: string; readonly did?: string };

const tagIn = (written: string): NamedData => {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(written)) return { written, tag: written };
  throw new Failure(`${written} is not a tag.`, { wayOut: "`shrek status` lists the tags." });
};

const meantIn = (written: string): NamedData => {
  const [, tag, version, run] =
    /^([A-Za-z0-9][A-Za-z0-9._-]*)@([A-Za-z0-9][A-Za-z0-9._-]*)(?:#([1-9][0-9]{0,7}))?$/.exec(written) ?? [];
  if (tag !== undefined && version !== undefined)
    return { written, tag, version, ...(run === undefined ? {} : { run: Number(run) }) };
  if (/^[A-Za-z0-9._-]+:[A-Za-z0-9/][A-Za-z0-9._/-]*$/.test(written))
    return { written, did: written.replace(/\/$/, "") };
  throw new Failure(`${written} names no data.`, { wayOut: "Write TAG@VERSION, TAG@VERSION#RUN or SCOPE:NAME." });
};

const isOf = (name: NamedData, { tag, version, run }: KeyParts): boolean =>
  name.tag === tag &&
  (name.version === undefined || name.version === version) &&
  (name.run === undefined || name.run === run);

const isNamed = (name: NamedData, one: DataInRucio): boolean =>
  name.did === undefined
    ? isOf(name, { tag: one.tag, version: one.version, run: one.run ?? undefined })
    : name.did === one.did;
