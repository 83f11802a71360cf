import { EVENT_ID, type Event, parseEvents, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import type { Path, Place } from "./places.ts";

/** As `Places` says them; `undefined`: the reader that knows all places must be asked. */
export type EventPlaces = { at(path: Path): Place | undefined; ofKey(path: Path): Place | undefined };

/**
 * Places by the reader that decides the meaning, eight times faster than the one that knows all of them. Nothing is said
 * where the two could count differently: aliases, anchors, tags, blocks of text, what is empty, keys that are no plain
 * words, line ends that are not `\n`.
 */
export const placesOfEvents = (text: string): EventPlaces => {
  const events = text.includes("\r") ? [] : parseEvents(text, {});
  const way = (path: Path): readonly WayPart[] => wayTo(text, events, path);
  return {
    at: (path) => placeAt(text, startOf(events, way(path).at(-1)?.value)),
    ofKey: (path) => {
      const last = way(path).at(-1);
      return placeAt(text, startOf(events, last?.key ?? last?.value));
    },
  };
};

/** Events by their index: a value, and its key. */
type WayPart = { readonly value: number; readonly key?: number };

/** From the top to what is written at the path, or to the nearest above it; nothing where the way is not sure. */
const wayTo = (text: string, events: readonly Event[], path: Path): readonly WayPart[] => {
  let last: WayPart = { value: 1 };
  const way = [last];
  for (const part of path) {
    const here = events[last.value];
    if (here === undefined || startOf(events, last.value) === undefined) return [];
    const next =
      here.type === EVENT_ID.MAPPING ? entryIn(text, events, last.value, part) : itemIn(events, last.value, part);
    if (next === "unsure") return [];
    if (next === undefined) break;
    way.push(next);
    last = next;
  }
  return way;
};

const entryIn = (
  text: string,
  events: readonly Event[],
  mapping: number,
  name: Path[number],
): WayPart | "unsure" | undefined => {
  for (let key = mapping + 1; events[key]?.type !== EVENT_ID.POP; key = behind(events, behind(events, key))) {
    const written = wordOf(text, events[key]);
    if (written === undefined) return "unsure";
    if (written === String(name)) return { key, value: key + 1 };
  }
  return undefined;
};

const itemIn = (events: readonly Event[], list: number, place: Path[number]): WayPart | "unsure" | undefined => {
  if (events[list]?.type !== EVENT_ID.SEQUENCE) return undefined;
  if (typeof place !== "number") return "unsure";
  let value = list + 1;
  for (let n = 0; n < place && events[value]?.type !== EVENT_ID.POP; n++) value = behind(events, value);
  return events[value]?.type === EVENT_ID.POP ? undefined : { value };
};

/** The event that follows a value with all that is in it. */
const behind = (events: readonly Event[], value: number): number => {
  let depth = 0;
  for (let at = value; at < events.length; at++) {
    const type = events[at]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth += 1;
    if (type === EVENT_ID.POP) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return events.length;
};

/** A key that is a text for every reader. */
const wordOf = (text: string, event: Event | undefined): string | undefined => {
  if (event?.type !== EVENT_ID.SCALAR || isDecorated(event) || !event.fast) return undefined;
  const written = text.slice(event.valueStart, event.valueEnd);
  if (event.style !== SCALAR_STYLE.PLAIN) return written;
  return /^[a-z_][\w-]*$/i.test(written) && !/^(?:null|true|false)$/i.test(written) ? written : undefined;
};

const isDecorated = ({ anchorStart, tagStart }: Pick<ScalarEvent, "anchorStart" | "tagStart">): boolean =>
  anchorStart !== -1 || tagStart !== -1;

/** `undefined`: not sure, or nothing there. */
const startOf = (events: readonly Event[], index: number | undefined): number | undefined => {
  const event = index === undefined ? undefined : events[index];
  if (event === undefined || !("tagStart" in event) || isDecorated(event)) return undefined;
  return event.type === EVENT_ID.SCALAR ? scalarStart(event) : event.start;
};

const scalarStart = ({ style, valueStart }: ScalarEvent): number | undefined => {
  if (valueStart === -1) return undefined;
  switch (style) {
    case SCALAR_STYLE.PLAIN:
      return valueStart;
    case SCALAR_STYLE.SINGLE_QUOTED:
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return valueStart - 1;
    case SCALAR_STYLE.LITERAL_BLOCK:
    case SCALAR_STYLE.FOLDED_BLOCK:
      return undefined;
  }
};

const placeAt = (text: string, offset: number | undefined): Place | undefined => {
  if (offset === undefined) return undefined;
  let [line, start] = [1, 0];
  for (let end = text.indexOf("\n"); end !== -1 && end < offset; end = text.indexOf("\n", start)) {
    line += 1;
    start = end + 1;
  }
  return { line, col: offset - start + 1 };
};
