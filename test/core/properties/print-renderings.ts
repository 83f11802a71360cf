/** Run as a child, under other clocks, languages and versions of the renderer. */

import { packArchive } from "../../../action/core/render/archive.ts";
import { rendererVersion, renderProduction } from "../../../action/core/render/rendering.ts";
import { sha256 } from "../../../action/core/text/canonical-json.ts";
import { accepted } from "../a-production.ts";
import { someFiles, someRequests } from "./some-requests.ts";

const rendered = await Promise.all(
  someRequests(25).map(async (request) => {
    const { production } = accepted(request, { files: someFiles });
    const { sent, digest } = renderProduction(production);
    return { content: production.contentDigest, digest, archive: sha256(await packArchive(sent)) };
  }),
);
process.stdout.write(JSON.stringify({ rendererVersion, rendered }));
