import { describe, expect, test } from "vitest";
import { readJobList } from "../../../action/core/import/csv/read-job-list.ts";
import { chunksOf } from "../../../action/core/import/csv/read-job-row.ts";

const read = (text: string, cutting: { readonly events?: number; readonly hours?: number } = {}) => {
  const { jobs, problems } = readJobList("list.csv", new TextEncoder().encode(text), {
    events: cutting.events,
    hours: cutting.hours ?? 2,
  });
  return {
    jobs: jobs.map(({ file, ext, nevents, chunk }) => `${file} ${ext} ${nevents} ${chunk}`),
    told: problems.map(({ line, col, severity, message }) => `${line}:${col} ${severity}: ${message}`),
  };
};

test("No event is lost or made twice, and no job has more than the most", () => {
  for (let total = 1; total <= 60; total++)
    for (let most = 1; most <= 70; most++) {
      const { nevents, count } = chunksOf(total, most);
      expect(nevents).toBeLessThanOrEqual(most);
      expect(nevents * count).toBeGreaterThanOrEqual(total);
      expect(nevents * (count - 1)).toBeLessThan(total);
    }
});

describe("rows of a list", () => {
  test.each([
    ["a byte order mark", "\ufeffA/b,steer,5,0003\n", ["A/b steer 5 0003"]],
    ["a byte order mark before columns", "\ufefffile,ext,nevents,ichunk\nA/b,steer,5,0003\n", ["A/b steer 5 0003"]],
    ["line ends of Windows", "A/b,steer,5,0003\r\nA/c,steer,5,0003\r\n", ["A/b steer 5 0003", "A/c steer 5 0003"]],
    ["quotes", '"A/b","steer","5","0003"\n', ["A/b steer 5 0003"]],
    ["a chunk", "A/b,hepmc3.tree.root,1000,0003\n", ["A/b hepmc3.tree.root 1000 0003"]],
    ["columns in the first line", "file,ext,nevents,chunk\nA/b,steer,5,0000\n", ["A/b steer 5 0000"]],
    ["comments and blanks", "# mine\n\nA/b, steer, 5, 0000\n", ["A/b steer 5 0000"]],
    ["the folder that the script writes", "EVGEN/A/b,steer,5,0000\n", ["A/b steer 5 0000"]],
    // (7200 - 30) / 2 are 3585 events; 10000 are three jobs.
    ["times", "A/b,steer,10000,30,2\n", ["A/b steer 3334 0000", "A/b steer 3334 0001", "A/b steer 3334 0002"]],
    ["fewer events than fit", "A/b,steer,100,30,2\n", ["A/b steer 100 0000"]],
    ["exactly as many as fit twice", "A/b,steer,7170,30,2\n", ["A/b steer 3585 0000", "A/b steer 3585 0001"]],
  ])("A row with %s is read", (_, text, jobs) => {
    expect(read(text)).toEqual({ jobs, told: [] });
  });

  test("Rows without times are cut by --events, with the ending in the name too", () => {
    expect(read("A/e+_b,steer,25,0\nEVGEN/B/c.hepmc,20\n", { events: 10 })).toEqual({
      jobs: [
        "A/e+_b steer 9 0000",
        "A/e+_b steer 9 0001",
        "A/e+_b steer 9 0002",
        "B/c hepmc 10 0000",
        "B/c hepmc 10 0001",
      ],
      told: [],
    });
  });

  test("Times that --events makes useless are told once", () => {
    expect(read("A/b,steer,5,30,2\nA/c,steer,5,30,2\n", { events: 10 }).told).toEqual([
      "1:16 note: Times of events are not used, because --events says how many a job has.",
    ]);
  });

  test.each([
    ["another list", "A/b.csv\n", "1:1 error: A/b.csv is another list."],
    ["a pattern", "A/b_run[0-9]+$,hepmc3.tree.root,10,0\n", "1:1 error: A/b_run[0-9]+$ is a pattern."],
    ["events that nobody counted", "A/b,steer,0,0\n", "1:11 error: Nobody has counted the events of A/b."],
    ["no number of events", "A/b,steer,many,0\n", '1:11 error: "many" is no number of events.'],
    ["no time of an event", "A/b,steer,10,0\n", "1:1 error: The row does not say how long an event of A/b takes."],
    ["events that take too long", "A/b,steer,10,0,9000\n", "1:1 error: One event of A/b takes longer than 2 hours."],
    ["semicolons", "A/b;steer;10;0001\n", "1:1 error: The row is not divided by commas."],
    ["no ending", "A/b,,10,0001\n", '1:5 error: "" is no name of a file, or of its ending.'],
    ["a name with a blank", "A b,steer,10,0001\n", '1:1 error: "A b" is no name of a file, or of its ending.'],
    ["one column too few", "file,ext,nevents\nA/b,steer,5\n", "1:10 error: The column chunk is missing."],
    ["a column misspelt", "# mine\nfile,ext,events,chunk\n", "2:10 error: The column nevents is missing."],
    [
      "columns in another order",
      "file,ext,chunk,nevents\nA/b,steer,0000,5\n",
      "1:10 error: The columns are file, ext, chunk, nevents, in another order or with others.",
    ],
    ["an open quote", '"A/b,steer,5,0000\n', "1:1 error: The list has a quote that is not closed."],
    ["other text than UTF-8", "A/b\ufffd,steer,5,0000\n", "1:4 error: The list is not text in UTF-8."],
    [
      "a chunk twice",
      "A/b,steer,5,0000\nA/c,steer,5,0000\nA/b,steer,5,00000\n",
      "3:1 error: Chunk 00000 of A/b is in line 1 already: its events would be made twice.",
    ],
    [
      "a file twice",
      "A/b,steer,5,30,2\nEVGEN/A/b,steer,9,30,2\n",
      "2:1 error: A/b is in line 1 already: its events would be made twice.",
    ],
    [
      "a file whole, and a chunk of it",
      "A/b,steer,5,30,2\nA/b,steer,9,0001\n",
      "2:1 error: Chunk 0001 of A/b is in line 1 already: its events would be made twice.",
    ],
    [
      "a last chunk that is shorter",
      "A/b,steer,2000,0000\nA/b,steer,731,0001\n",
      "2:11 error: Chunk 0001 of A/b has 731 events, and its chunk in line 1 2000: a job begins at its chunk times its events, so events would be made twice, or never.",
    ],
    [
      "the columns of something else",
      "Group,Priority,Dataset Path,Pre-TDR Use\nx,1,y,no\n",
      "1:1 error: The list has the columns Group, Priority, Dataset Path, Pre-TDR Use, and is none of jobs.",
    ],
    ["nothing", "# none\n", "1:1 error: The list has no row."],
  ])("A list with %s is refused at its place", (_, text, told) => {
    expect(read(text)).toEqual({ jobs: [], told: [told] });
  });

  test("Thousands of rows with one mistake are told in few lines", () => {
    const { told } = read("A/b,steer,0,0\n".repeat(3000));

    expect(told).toHaveLength(21);
    expect(told.at(-1)).toBe("1:1 error: 2980 more rows are like these.");
  });

  test("A list may have 100,000 rows, and is read in a moment", () => {
    const rows = (count: number): string =>
      Array.from({ length: count }, (_, row) => `A/b,steer,500,${String(row).padStart(4, "0")}\n`).join("");

    expect(read(`file,ext,nevents,chunk\n${rows(100_000)}`).jobs).toHaveLength(100_000);
    expect(read(rows(100_001)).told).toEqual(["1:1 error: The list has more than 100000 rows."]);
  });

  test("Files that make more jobs than a production may have are counted, and not made", () => {
    const rows = Array.from({ length: 1000 }, (_, row) => `A/b${row},steer,999999999999,0\n`).join("");

    expect(read(rows, { events: 1 })).toEqual({
      jobs: [],
      told: ["1:1 error: The list makes 999999999999000 jobs; one production has at most 100000."],
    });
  });

  test("The events of all files are known where the list says them, and not of chunks, which end where their file does", () => {
    const eventsIn = (text: string) =>
      readJobList("list.csv", new TextEncoder().encode(text), { events: 10, hours: 2 }).events;

    expect(eventsIn("A/b,steer,25,0\nA/c,steer,17,0\n")).toBe(42);
    expect(eventsIn("A/b,steer,10,0000\n")).toBeUndefined();
  });
});
