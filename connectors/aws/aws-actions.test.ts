import * as iam from "@aws-sdk/client-iam";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { isMotoInstalled } from "./testing/moto";
import {
  account,
  keyOf,
  newKey,
  newRole,
  newUser,
  setUpMotoAccount,
  statusOf,
  whole,
  document,
} from "./testing/moto-account";

const denyAll = "arn:aws:iam::aws:policy/AWSDenyAll";
describe.skipIf(!isMotoInstalled)(
  "offboarding in AWS, against moto_server (skipped where it is not installed)",
  () => {
    let client: iam.IAMClient;
    let secrets: SecretsManagerClient;
    setUpMotoAccount(testConnectorIo);
    beforeAll(() => {
      ({ client, secrets } = account);
    });

    test("an access key is switched off, on again, and deleted; each step twice is as once", async () => {
      const user = await newUser("svc-key");
      const id = await newKey("svc-key");
      const other = await newKey("svc-key");
      const { inspect, disable, enable, remove } = whole(keyOf(user, id));
      const before = await inspect();
      expect(before).toMatchObject({ state: "active", refusal: null });
      expect(before.leftovers.join()).toContain(other);
      for (const _twice of [1, 2]) {
        expect(await disable.run(before.snapshot)).toContain("is inactive");
        expect(await statusOf("svc-key", id)).toBe("Inactive");
      }
      expect((await inspect()).state).toBe("disabled");
      await enable.run(before.snapshot);
      expect(await statusOf("svc-key", id)).toBe("Active");
      expect(await remove.run(before.snapshot)).toContain("was deleted");
      expect(await remove.run(before.snapshot)).toContain("does not exist any more");
      expect((await inspect()).state).toBe("gone");
      expect(await statusOf("svc-key", other)).toBe("Active");
      await expect(enable.run(before.snapshot)).rejects.toThrow("nothing to enable");
    });

    test("a key that is still active is switched off before it is deleted", async () => {
      const user = await newUser("svc-order");
      const { inspect, remove } = whole(keyOf(user, await newKey("svc-order")));
      const { snapshot } = await inspect();
      const from = account.front.asked.length;
      await remove.run(snapshot);
      const changes = account.front.asked
        .slice(from)
        .filter((name) => /^(Update|Delete)/.test(name));
      expect(changes).toEqual(["UpdateAccessKey", "DeleteAccessKey"]);
    });

    test("a Bedrock API key is switched off and on through the user in its attributes", async () => {
      await newUser("svc-model");
      const id = ["ACCA", "EXAMPLE00000001"].join("");
      account.front.credentials.push({ userName: "svc-model", id, status: "Active" });
      const { inspect, disable, enable, remove } = whole({
        subject: "identity",
        kind: "api_key",
        detail: "aws.bedrock_api_key",
        externalId: id,
        name: "A key",
        holder: null,
        attributes: { user: "svc-model" },
      });
      const { snapshot } = await inspect();
      await disable.run(snapshot);
      expect((await inspect()).state).toBe("disabled");
      await enable.run(snapshot);
      expect((await inspect()).state).toBe("active");
      await remove.run(snapshot);
      expect((await inspect()).state).toBe("gone");
    });

    test("a disabled user is denied everything and has no active key; undoing gives back what was active", async () => {
      const user = await newUser("svc-user");
      const active = await newKey("svc-user");
      const idle = await newKey("svc-user");
      const off = { UserName: "svc-user", AccessKeyId: idle, Status: "Inactive" } as const;
      await client.send(new iam.UpdateAccessKeyCommand(off));
      const { inspect, disable, enable } = whole(user);
      const before = await inspect();
      expect(before.consumers).toEqual([`Active access key ${active}`]);
      await disable.run(before.snapshot);
      expect((await inspect()).state).toBe("disabled");
      const attached = await client.send(
        new iam.ListAttachedUserPoliciesCommand({ UserName: "svc-user" }),
      );
      expect(attached.AttachedPolicies?.map((one) => one.PolicyArn)).toEqual([denyAll]);
      expect(await statusOf("svc-user", active)).toBe("Inactive");
      await enable.run(before.snapshot);
      expect(await statusOf("svc-user", active)).toBe("Active");
      expect(await statusOf("svc-user", idle)).toBe("Inactive");
      const after = await inspect();
      expect({ ...after.snapshot, keys: [] }).toEqual({ ...before.snapshot, keys: [] });
      expect(after.state).toBe("active");
    });

    test("a user is deleted with everything that AWS wants gone before", async () => {
      const user = await newUser("svc-rich");
      const UserName = "svc-rich";
      await newKey(UserName);
      await client.send(new iam.CreateGroupCommand({ GroupName: "crew" }));
      await client.send(new iam.AddUserToGroupCommand({ GroupName: "crew", UserName }));
      await client.send(
        new iam.PutUserPolicyCommand({
          UserName,
          PolicyName: "own",
          PolicyDocument: document("s3:Get*"),
        }),
      );
      const PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
      await client.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn }));
      await client.send(new iam.CreateLoginProfileCommand({ UserName, Password: "Xy7-not-real" }));
      account.front.credentials.push({ userName: UserName, id: "ACCARICH", status: "Active" });
      const { inspect, disable, remove } = whole(user);
      const { snapshot, leftovers } = await inspect();
      expect(leftovers.join("; ")).toMatch(/inline policy own.*group crew.*console password/);
      expect(snapshot).toMatchObject({ attachedPolicies: [PolicyArn], groups: ["crew"] });
      await disable.run(snapshot);
      await remove.run(snapshot);
      expect((await inspect()).state).toBe("gone");
      const found = client.send(new iam.GetUserCommand({ UserName }));
      await expect(found).rejects.toMatchObject({ name: "NoSuchEntityException" });
      expect(account.front.credentials.some((one) => one.userName === UserName)).toBe(false);
      expect(await remove.run(snapshot)).toContain("does not exist any more");
    });

    test("a user made anew under the same name is not touched", async () => {
      const user = await newUser("svc-twin");
      await client.send(new iam.DeleteUserCommand({ UserName: "svc-twin" }));
      await newUser("svc-twin");
      const { inspect, disable, remove } = whole(user);
      expect((await inspect()).refusal).toContain("Another user");
      await expect(disable.run({})).rejects.toMatchObject({ code: "forbidden" });
      await expect(remove.run({})).rejects.toThrow("Nothing was changed");
      await client.send(new iam.GetUserCommand({ UserName: "svc-twin" }));
    });

    test("what Muster itself signs in with is refused", async () => {
      const { User } = await client.send(
        new iam.GetUserCommand({ UserName: "muster-offboarding" }),
      );
      const self = { ...(await newUser("svc-self")), name: "muster-offboarding" };
      const target = { ...self, externalId: User?.UserId ?? "" };
      expect((await whole(target).inspect()).refusal).toContain("Muster itself");
      const key = whole(keyOf(target, account.own));
      await expect(key.disable.run({})).rejects.toMatchObject({ code: "forbidden" });
      expect(await statusOf("muster-offboarding", account.own)).toBe("Active");
    });

    test("a role is denied everything, given back, and deleted with its policies and profiles", async () => {
      const target = await newRole("worker");
      const RoleName = "worker";
      await client.send(
        new iam.PutRolePolicyCommand({
          RoleName,
          PolicyName: "own",
          PolicyDocument: document("s3:*"),
        }),
      );
      const InstanceProfileName = "machines";
      await client.send(new iam.CreateInstanceProfileCommand({ InstanceProfileName }));
      await client.send(new iam.AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
      const { inspect, disable, enable, remove } = whole(target);
      const before = await inspect();
      expect(before.consumers).toEqual(["EC2 instances with the instance profile machines"]);
      expect(before.snapshot["trustPolicy"]).toContain("ec2.amazonaws.com");
      await disable.run(before.snapshot);
      expect((await inspect()).state).toBe("disabled");
      await enable.run(before.snapshot);
      expect(await inspect()).toEqual(before);
      await disable.run(before.snapshot);
      await remove.run(before.snapshot);
      expect((await inspect()).state).toBe("gone");
      expect(await disable.run(before.snapshot)).toContain("does not exist any more");
    });

    test("a role that AWS manages is refused", async () => {
      const target = await newRole("AWSReservedSSO_x", "/aws-reserved/sso.amazonaws.com/");
      expect((await whole(target).inspect()).refusal).toContain("AWS manages this role");
      await expect(whole(target).remove.run({})).rejects.toMatchObject({ code: "forbidden" });
    });

    test("a secret is taken away for 30 days with a way back, and never at once", async () => {
      const made = await secrets.send(
        new CreateSecretCommand({ Name: "prod/old", SecretString: "not-read" }),
      );
      const { inspect, disable, enable, remove } = whole({
        subject: "identity",
        kind: "stored_secret",
        detail: "aws.secret",
        externalId: made.ARN ?? "",
        name: "prod/old",
        holder: null,
        attributes: { arn: made.ARN ?? "" },
      });
      const { snapshot } = await inspect();
      await disable.run(snapshot);
      expect((await inspect()).state).toBe("disabled");
      await expect(remove.run(snapshot)).rejects.toMatchObject({ code: "unavailable" });
      await enable.run(snapshot);
      expect((await inspect()).state).toBe("active");
      const found = await secrets.send(new DescribeSecretCommand({ SecretId: made.ARN }));
      expect(found.DeletedDate).toBeUndefined();
    });
  },
);
