import type { Move } from "../moves.ts";

/** What a client of git sends to `git-receive-pack`: moves of refs, and a pack with their objects. */
export type Push = { readonly moves: readonly Move[]; readonly capabilities: string; readonly pack: Buffer };

/** Why a ref did not move: its line in the report, and what the server says beside it. */
export type Refused = { readonly ref: string; readonly reason: string; readonly said: readonly string[] };

type Packets = { readonly packets: readonly Buffer[]; readonly end: number };

/** Packets up to the empty one that ends their list. */
const packetsOf = (bytes: Buffer, start = 0): Packets => {
  const packets: Buffer[] = [];
  let at = start;
  for (;;) {
    const length = Number.parseInt(bytes.toString("latin1", at, at + 4), 16);
    if (!(length >= 4)) return { packets, end: at + 4 };
    packets.push(bytes.subarray(at + 4, at + length));
    at += length;
  }
};

const packet = (content: Buffer | string): Buffer => {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, "0")), bytes]);
};
const flush = Buffer.from("0000");

export const readPush = (bytes: Buffer): Push => {
  const { packets, end } = packetsOf(bytes);
  const [first = "", ...rest] = packets.map((one) => one.toString("utf8").replace(/\n$/, ""));
  const [line = "", capabilities = ""] = first.split("\0");
  const moves = [line, ...rest].flatMap((text) => {
    const [, before, after, ref] = /^([0-9a-f]{40}) ([0-9a-f]{40}) (.+)$/.exec(text) ?? [];
    return before === undefined || after === undefined || ref === undefined ? [] : [{ ref, before, after }];
  });
  return { moves, capabilities, pack: bytes.subarray(end) };
};

/** The same push with some of its moves. */
export const writePush = ({ capabilities, pack }: Push, moves: readonly Move[]): Buffer =>
  Buffer.concat([
    ...moves.map(({ ref, before, after }, index) =>
      packet(`${before} ${after} ${ref}${index === 0 ? `\0${capabilities}` : ""}`),
    ),
    flush,
    ...(moves.length === 0 ? [] : [pack]),
  ]);

/** The answer to a push of which some moves were refused; `answered`: what git says of the others. */
export const reportOf = ({ capabilities }: Push, answered: Buffer | undefined, refused: readonly Refused[]): Buffer => {
  const banded = /\bside-band-64k\b/.test(capabilities);
  const lines = answered === undefined ? [Buffer.from("unpack ok\n")] : reportIn(answered, banded);
  const report = Buffer.concat([
    ...lines.map(packet),
    ...refused.map(({ ref, reason }) => packet(`ng ${ref} ${reason}\n`)),
    flush,
  ]);
  if (!banded) return report;
  const said = refused.flatMap((one) => one.said).map((line) => Buffer.from(`\x02${line}\n`));
  return Buffer.concat([...said.map(packet), packet(Buffer.concat([Buffer.from("\x01"), report])), flush]);
};

const reportIn = (answered: Buffer, banded: boolean): readonly Buffer[] => {
  const bands = packetsOf(answered).packets.filter((one) => one[0] === 1);
  return packetsOf(banded ? Buffer.concat(bands.map((one) => one.subarray(1))) : answered).packets;
};
