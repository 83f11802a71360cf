import { BlockList, isIPv6 } from "node:net";

/** What no public host has: one's own machine, private and local networks, and what is set aside (RFC 6890 and those it names). */
const aside = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  aside.addSubnet(network, bits, "ipv4");

/** Of IPv6 only what is given out to the world, without what carries an IPv4 address inside. */
const given = new BlockList();
given.addSubnet("2000::", 3, "ipv6");
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  aside.addSubnet(network, bits, "ipv6");

export const isPublicAddress = (address: string): boolean =>
  isIPv6(address) ? given.check(address, "ipv6") && !aside.check(address, "ipv6") : !aside.check(address, "ipv4");
