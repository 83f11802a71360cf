import { commitFiles } from "../../action/adapters/git/commit.ts";
import { ledgerRef } from "../../action/adapters/ledger/git-ledger.ts";
import { textFile } from "../../action/core/text/source-file.ts";
import { frozenClock, runGit } from "./git-place.ts";

/** Puts these files on the ledger's branch as another process of ours would; a file whose text is `undefined` goes. */
export const meddleWith = async (
  repository: string,
  texts: Readonly<Record<string, string | undefined>>,
): Promise<void> => {
  const files = Object.entries(texts).flatMap(([path, text]) => (text === undefined ? [] : [textFile(path, text)]));
  const gone = Object.keys(texts).filter((path) => texts[path] === undefined);
  // Empty where there is no such branch.
  const there = await runGit(repository, "for-each-ref", "--format=%(objectname)", ledgerRef);
  const commit = await commitFiles(repository, frozenClock(), {
    parent: there === "" ? undefined : there,
    files,
    why: "meddle",
    gone,
  });
  await runGit(repository, "update-ref", ledgerRef, commit);
};
