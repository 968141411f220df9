import { afterAll, beforeAll } from "vitest";
import { useDatabase } from "@/lib/testing/database";
import { fakeConnector } from "@/lib/testing/fake-connector";
import { type FakeProvider, startFakeProvider } from "@/lib/testing/fake-provider";
import { provideConnector } from "../connector-entries";

/** A provider with so many users, which one connector calls and another knows from files only. */
export function setUpFilesProvider(users: number): () => FakeProvider {
  useDatabase();
  let provider: FakeProvider;
  beforeAll(async () => {
    provideConnector(fakeConnector);
    provideConnector({
      ...fakeConnector,
      manifest: { ...fakeConnector.manifest, id: "fake-files", schedulable: false },
    });
    provider = await startFakeProvider(users);
  });
  afterAll(() => provider.close());
  return () => provider;
}
