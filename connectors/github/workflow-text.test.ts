import { describe, expect, it } from "vitest";
import { secretUses } from "./workflow-text";

const workflow = `name: Deploy
on: push
jobs:
  deploy:
    env:
      TOKEN: \${{ secrets.DEPLOY_TOKEN }}
      OTHER: \${{ secrets.DEPLOY_TOKEN_OLD }}
      # TOKEN: \${{ secrets.DEPLOY_TOKEN }}
    steps:
      - run: ./deploy --with "\${{ secrets [ 'deploy_token' ] }}"
      - run: echo DEPLOY_TOKEN
  called:
    uses: ./.github/workflows/shared.yml
    secrets: inherit
`;

describe("a workflow's use of a secret", () => {
  it("is found by line in both spellings, and not in comments or longer names", () => {
    expect(secretUses(workflow, "DEPLOY_TOKEN")).toEqual({ named: [6, 10], handedOn: [14] });
  });

  it("is none where only the name stands in a text", () => {
    expect(secretUses("run: echo $DEPLOY_TOKEN\r\nname: secrets", "DEPLOY_TOKEN")).toEqual({
      named: [],
      handedOn: [],
    });
  });
});
