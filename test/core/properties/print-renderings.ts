/** Run as a child, under other clocks, languages and versions of the renderer. Its argument: the seeds of the requests. */

import { packArchive, rendererVersion, renderProduction } from "../../../action/core/render/rendering.ts";
import { sha256 } from "../../../action/core/text/canonical-json.ts";
import { valid } from "../a-production.ts";
import { requestOf, someFiles } from "./some-requests.ts";

const seeds = JSON.parse(process.argv[2] ?? "") as readonly number[];
const rendered = await Promise.all(
  seeds.map(async (seed) => {
    const { production } = valid(requestOf(seed), { files: someFiles });
    const { sent, digest } = renderProduction(production);
    return { content: production.contentDigest, digest, archive: sha256(await packArchive(sent)) };
  }),
);
process.stdout.write(JSON.stringify({ rendererVersion, rendered }));
