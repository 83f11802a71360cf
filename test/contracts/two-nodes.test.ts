import { expect, test } from "vitest";
import { sha256 } from "../../action/core/text/canonical-json.ts";
import { archivesUnder, twoNodes } from "../../scripts/contracts/archive/two-nodes-check.ts";
import { aPanda, heldAndChecked } from "../adapters/panda/a-panda.ts";

const nodes = await twoNodes();
const names = nodes?.map(({ version }) => `Node ${version}`).join(" and ") ?? "left out, there is no second Node";

test.skipIf(nodes === undefined)(
  `An archive has the same bytes with each version of Node, and PanDA recognises the second (${names})`,
  async () => {
    const [first, second] = await archivesUnder(nodes ?? [], "toy-pileup");
    if (first === undefined || second === undefined) throw new Error("two archives are compared");
    expect(sha256(second)).toBe(sha256(first));
    const { sandbox, panda, submissionRequest } = await aPanda();
    const steps = ["signal", "background", "pileup", "merge"];

    const checked = [];
    for (const archive of [first, second])
      checked.push(await heldAndChecked(panda, { ...submissionRequest, steps, archive }));

    expect(checked[0]).toMatchObject({ kind: "accepted" });
    expect(checked[1]).toEqual(checked[0]);
    expect(sandbox.count().calls).toMatchObject({ validate_cache_file: 2, upload_cache_file: 1 });
  },
);
