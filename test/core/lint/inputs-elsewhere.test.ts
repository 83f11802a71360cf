import { expect, test } from "vitest";
import { codes, lint } from "./a-payload.ts";

const around = { reads: { output: "x.root" } };

test.each(["cd work\n", "cd work\ncd deeper\n"])(
  "The hint about an input behind %j, written so, gives a payload without problems",
  (enter) => {
    const run = (start: string, name: string): string =>
      `${start}mkdir -p work/deeper\n${enter}merge ${name} >out\ncp out "$start/hits.tar"\n`;
    const written = run("start=$PWD\n", '"$start/${before[0]}"');
    const hint = lint(run("start=$PWD\n", '"${before[0]}"'), around).find(
      ({ code }) => code === "input-elsewhere",
    )?.hint;

    expect(hint).toContain("start=$PWD");
    expect(hint).toContain('"$start/${before[0]}"');
    expect(codes(written, around)).toEqual([]);
  },
);
