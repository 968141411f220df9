// The stand-in AWS in a process of its own, so that the client's figures are the client's.
import { startStandIn } from "@/connectors/aws/testing/stand-in";

const bodies: string[] = [];
const server = await startStandIn({
  users: Number(process.argv[2]),
  keys: Number(process.argv[3]),
  seen: (_operation, body) => {
    if (body.includes("Action=")) bodies.push(body);
  },
});
process.on("message", () => {
  process.send?.({ bodies: bodies.splice(0) });
});
process.send?.({ url: server.url });
