import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** Starts a server of this test, and ends it with the test. Gives its port. */
export const listening = async (
  server: Pick<Server, "listen" | "once" | "address" | "close" | "closeAllConnections">,
): Promise<number> => {
  server.listen(0, "127.0.0.1");
  await once(server as Server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
};
