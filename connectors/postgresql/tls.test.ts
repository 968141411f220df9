import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chown, copyFile, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import net from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { startPostgres18 } from "@/lib/testing/postgres-server";
import { manifest } from "./manifest";
import { configFor, connector, standReader, useStand, withClient } from "./testing/stand";

const { verify } = standReader(testConnectorIo);

const openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl", "/opt/homebrew/bin/openssl"].find(
  (file) => existsSync(file),
);

describe.runIf(openssl)("TLS", () => {
  const stand = useStand(startPostgres18, 18);
  let authority: string;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "muster-tls-"));
    const [key, cert] = [path.join(folder, "server.key"), path.join(folder, "server.crt")];
    execFileSync(
      openssl ?? "",
      [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-keyout",
        key,
        "-out",
        cert,
        "-subj",
        "/CN=127.0.0.1",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
      ],
      { stdio: "ignore" },
    );
    authority = await readFile(cert, "utf8");
    const { uid, gid } = await stat(stand().server.directory);
    for (const file of ["server.key", "server.crt"]) {
      const target = path.join(stand().server.directory, file);
      await copyFile(path.join(folder, file), target);
      await chown(target, uid, gid);
    }
    await withClient(stand().server.url, async (client) => {
      await client.query("ALTER SYSTEM SET ssl = on");
      await client.query("SELECT pg_reload_conf()");
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
  }, 120_000);
  afterAll(async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  test("verify-full accepts the authority that was given, also pasted into one line", async () => {
    for (const ca of [authority, authority.replaceAll("\n", " ")]) {
      const { warnings } = await verify(configFor(stand().url, { tls: "verify-full", ca }));
      expect(warnings.join(" ")).not.toMatch(/encrypted|certificate/);
    }
  });

  test("verify-full refuses an unknown authority and says what to do", async () => {
    await expect(verify(configFor(stand().url, { tls: "verify-full" }))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("certificate is not trusted") as string,
    });
  });

  test("verify-full refuses a certificate that names another host", async () => {
    const io = testConnectorIo();
    const port = Number(new URL(stand().url).port);
    const elsewhere = { ...io, connectTcp: () => io.connectTcp({ host: "127.0.0.1", port }) };
    const config = configFor(stand().url, {
      tls: "verify-full",
      ca: authority,
      host: "db.example.com",
    });
    await expect(connector.connect(manifest.config.parse(config), elsewhere)).rejects.toMatchObject(
      {
        code: "unavailable",
        message: expect.stringContaining("ERR_TLS_CERT_ALTNAME_INVALID") as string,
      },
    );
    await io.close();
  });

  test("a server that offers no TLS is named, and nothing is sent to it in clear", async () => {
    const heard: Buffer[] = [];
    const plain = net.createServer((client) => {
      client
        .on("error", () => undefined)
        .on("data", (chunk: Buffer) => {
          heard.push(chunk);
          client.write("N");
        });
    });
    await new Promise<void>((done) => plain.listen(0, "127.0.0.1", done));
    const url = `tcp://127.0.0.1:${(plain.address() as net.AddressInfo).port}`;
    await expect(verify(configFor(url, { tls: "require" }))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("offers no TLS") as string,
    });
    expect(Buffer.concat(heard)).toHaveLength(8);
    plain.close();
  });

  test("require encrypts and warns that nobody was checked", async () => {
    const { warnings } = await verify(configFor(stand().url, { tls: "require" }));
    expect(warnings).toContain("The server's certificate is not checked.");
    expect(warnings.join(" ")).not.toContain("not encrypted");
  });
});
