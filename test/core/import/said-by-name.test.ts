import { expect, test } from "vitest";
import { conventionsOfForm } from "../../../action/core/form/basis.ts";
import { fieldsInName } from "../../../action/core/import/csv/draft-jobs.ts";
import { initAnswers } from "../../../action/core/init/answers.ts";
import { conventionsText } from "../../../action/core/init/conventions-text.ts";
import { questionsWith } from "../../../action/core/init/questions.ts";

const usual = questionsWith("epic").flatMap(({ name, usual: answer }) =>
  answer === undefined ? [] : [[name, answer] as const],
);
const answers = initAnswers(new Map([...usual, ["template", "epic"], ["owner", "@a"], ["trial-scope", "user.a"]]));
const conventions = conventionsOfForm(
  "productions/conventions.yaml",
  new TextEncoder().encode(conventionsText(answers)),
);
const fields = ["generator", "process", "species", "beams", "range"];

/** Names of lists of eic/simulation_campaign_datasets, of August 2026; `-`: the name does not say it. */
test.each([
  ["rapgap3.310-2.0_ddis_ep_noRad_9x130_q2_5to1e8", "rapgap3.310-2.0 ddis-noRad ep 9x130 q2-5to1e8"],
  ["pythia8.316-1.0_NC_noRad_ep_10x100_q2_1to10", "pythia8.316-1.0 NC-noRad ep 10x100 q2-1to10"],
  ["BeAGLE1.03.02-2.0_DIS_eAu_10x100_q2_10to100", "BeAGLE1.03.02-2.0 DIS eAu 10x100 q2-10to100"],
  ["BeAGLE1.03.02-1.3_DIS_eH2_ep_10x130_q2_1to1000", "BeAGLE1.03.02-1.3 DIS-ep eH2 10x130 q2-1to1000"],
  ["pythia6-eic-1.2.0_ep_noradcor_18x275_q2_100to1000", "pythia6-eic-1.2.0 noradcor ep 18x275 q2-100to1000"],
  ["BeAGLE1.03.02-1.0_DIS_eCu_en_10x115", "BeAGLE1.03.02-1.0 DIS-en eCu 10x115 -"],
  ["EpIC_v1.1.8-1.4_DVCS_BH_9x130_q2_1_100_emhLm", "EpIC-v1.1.8-1.4 DVCS-BH - 9x130 q2-1-100-emhLm"],
  ["DEMPgen-1.2.4_10x250_pi+_q2_20_35", "DEMPgen-1.2.4 piplus - 10x250 q2-20-35"],
  ["madgraph5-3.7.0-1.0_aem-axem_10x110_ma_0.5", "madgraph5-3.7.0-1.0 aem-axem - 10x110 ma-0.5"],
  ["DIS_NC_10x100_minQ2=1", "- DIS-NC - 10x100 minQ2-1"],
  ["e+", "- eplus - - -"],
])("The name of ePIC's list %s says what it can of the tag", (name, tag) => {
  const said = fieldsInName(conventions, `${name}.csv`);

  expect(fields.map((field) => said[field] ?? "-").join(" ")).toBe(tag);
});
