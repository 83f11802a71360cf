import type { Move } from "../refs.ts";

/** What a client of git sends to `git-receive-pack`: moves of refs, and a pack with their objects. */
export type Push = { readonly moves: readonly Move[]; readonly capabilities: string; readonly pack: Buffer };

/** Why a ref did not move: its line in the report, and what the server says beside it. */
export type Refused = { readonly reason: string; readonly said: readonly string[] };

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

/** `OLD NEW REF`, and behind the first what the client can. A clone without all history names its ends before them. */
const command = /^([0-9a-f]{40}) ([0-9a-f]{40}) ([^\0]+)(?:\0(.*))?$/;

export const readPush = (bytes: Buffer): Push => {
  const { packets, end } = packetsOf(bytes);
  const commands = packets.flatMap((one) => {
    const [, before = "", after = "", ref, capabilities = ""] = command.exec(one.toString("utf8").trimEnd()) ?? [];
    return ref === undefined ? [] : [{ move: { ref, before, after }, capabilities }];
  });
  const [{ capabilities } = { capabilities: "" }] = commands;
  return { moves: commands.map(({ move }) => move), capabilities, pack: bytes.subarray(end) };
};

/** What became of each move, as git's own server reports it. */
export const reportOf = (
  { moves, capabilities }: Push,
  unpacked: string,
  refused: ReadonlyMap<string, Refused>,
): Buffer => {
  const lines = moves.map(({ ref }) => {
    const reason = refused.get(ref)?.reason;
    return reason === undefined ? `ok ${ref}\n` : `ng ${ref} ${reason}\n`;
  });
  const report = Buffer.concat([packet(`unpack ${unpacked}\n`), ...lines.map(packet), flush]);
  if (!/\bside-band-64k\b/.test(capabilities)) return report;
  const said = [...refused.values()].flatMap((one) => one.said).map((line) => Buffer.from(`\x02${line}\n`));
  return Buffer.concat([...said.map(packet), packet(Buffer.concat([Buffer.from("\x01"), report])), flush]);
};
