import { code, lines, type Markdown, md } from "../../markdown/markdown.ts";
import { type CommandLine, commandsNow } from "../../submission/commands-now.ts";
import { asksByState, asksPerson } from "../../submission/ways-out.ts";
import { type SubmissionStatus, targetOf } from "./status-text.ts";

/** What a person can write, where a person is asked. */
export const waysMarkdown = (one: SubmissionStatus, target = targetOf(one.key)): readonly Markdown[] => {
  const ways = waysList(one, target);
  return ways.length === 0 ? [] : [md`To go on, write one of these in a new comment:`, lines(ways)];
};

/** A point for each thing that can be done; what differs in one word only shares a point. */
export const waysList = (one: SubmissionStatus, target = targetOf(one.key)): readonly Markdown[] => {
  const asked = waysNow(one, target);
  return [...new Set(asked.map(({ does }) => does))].map((does) => wayPoint(asked, does));
};

/** The commands that answer what is asked, the most likely first. */
export const waysNow = ({ key, state }: SubmissionStatus, target = targetOf(key)): readonly CommandLine[] => {
  if (!asksPerson(state)) return [];
  const commands = commandsNow(state, target);
  // Where the state asks nothing, main's question is open, and only keep or drop answers it.
  return asksByState(state) ? commands : commands.filter(({ line }) => line.startsWith("/shrek withdraw "));
};

const wayPoint = (commands: readonly CommandLine[], does: string): Markdown => {
  const [first, ...others] = commands.filter((one) => one.does === does).map(({ line }) => code(line));
  return md`- ${others.reduce((all, one) => md`${all} or ${one}`, first ?? md``)}: ${does}`;
};
