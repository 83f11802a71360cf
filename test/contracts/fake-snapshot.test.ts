import { fakeSnapshot } from "../fakes/fake-snapshot.ts";
import { snapshotContract } from "./snapshot-contract.ts";

snapshotContract("a tree in memory", async (things) => fakeSnapshot(things));
