import { shipped } from "../../adapters/disk/shipped.ts";
import type { ReleaseSource } from "../../core/init/people-files.ts";
import { isNoRelease, parsePin, pinsIn } from "../../core/init/pins.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { SourceFile } from "../../core/text/source-file.ts";

/** The release whose workflows are written: the one that a person names, or the one that this program is of. */
export const releaseHere = async (
  named: string | undefined,
): Promise<{ readonly source: ReleaseSource; readonly workflows: readonly SourceFile[] }> => {
  const workflows = await shipped("workflows");
  const own = workflows.flatMap(({ bytes }) => pinsIn(new TextDecoder().decode(bytes)))[0];
  if (own === undefined) throw new Error("the workflows beside the bundle name no release");
  const { repository } = own;
  if (named !== undefined) return { workflows, source: { repository, ...parsePin(named) } };
  if (isNoRelease(own.commit))
    throw new Failure("This `shrek` was built from source, and workflows must name the commit of a release.", {
      wayOut: "Install a release, or name one: --release vX.Y.Z@COMMIT.",
    });
  return { workflows, source: own };
};
