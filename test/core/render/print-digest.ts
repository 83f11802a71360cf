/** Run as a child with other clocks and languages: prints the archive's sha256 and the rendering's digest. */

import { packArchive, renderProduction } from "../../../action/core/render/rendering.ts";
import { sha256 } from "../../../action/core/text/canonical-json.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { aRequest, aStep, valid } from "../a-production.ts";

const paths = ["I.C", "ı.C", "i.C", "İ.C", "Z.C", "a.C"].map((name) => name.replace(/[^\x21-\x7e]/g, "_"));
const { production } = valid(
  aRequest({ steps: { simulate: aStep({ resources: ["*.C"], parameters: { I: 1.5, i: "ı", Z: "z" } }) } }),
  { files: paths.map((path) => textFile(path, path)) },
);
const rendering = renderProduction(production);
process.stdout.write(`${sha256(await packArchive(rendering.sent))} ${rendering.digest}\n`);
