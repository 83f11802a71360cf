import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "../../core/problems/failure.ts";
import { printable } from "../../core/text/printable.ts";
import { onScreen } from "../../core/view/local/on-screen.ts";

/** A page in a terminal that is drawn anew in its place. */
export type Screen = { draw(head: string, page: string): void; end(): void };

export const needsTerminal = (): Failure =>
  new Failure("--watch draws in a terminal, and this is none that draws a line anew.", {
    wayOut: "Leave --watch out; `shrek status --json` is for programs.",
  });

/** It keeps its rows: nothing is drawn between two changes, and a terminal shows a change at once. */
export const openScreen = async (stream: NodeJS.WriteStream): Promise<Screen> => {
  const { default: ora } = await import("ora");
  const page = ora({ stream, discardStdin: false, spinner: { frames: ["shrek status"], interval: never } });
  if (!page.isEnabled || stream.columns < 1) throw needsTerminal();
  let last = { head: "", page: "" };
  const draw = (): void => {
    const text = printable(`${last.head}\n\n${last.page}`);
    // Its name stands before the first line.
    const [first = "", ...rest] = onScreen(`shrek status ${text}`, stream).split("\n");
    page.text = [first.replace("shrek status ", ""), ...rest].join("\n");
    if (page.isSpinning) page.render();
    else page.start();
  };
  stream.on("resize", draw);
  return {
    draw: (head, text) => {
      last = { head, page: text };
      draw();
    },
    end: () => {
      stream.off("resize", draw);
      page.stop();
    },
  };
};

/** Milliseconds, the longest that Node counts. */
const never = 2_147_483_647;

/** `false`: it was stopped before. */
export const pauseUnless = async (signal: AbortSignal, milliseconds: number): Promise<boolean> => {
  try {
    await wait(milliseconds, undefined, { signal });
    return true;
  } catch {
    return false;
  }
};
