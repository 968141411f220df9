import { dayOf } from "../../days";
import { crosswalk } from "../crosswalk";
import { fail, isLive, line, pass } from "../outcome";
import { defineRule } from "../rule";

export const vendorEnded = defineRule({
  id: "nhi3-vendor-ended",
  title: "Vendor's access has ended",
  severity: "high",
  remedy: "Take it out of service, or set a new end date if the contract goes on.",
  frameworks: crosswalk.thirdParty,
  appliesTo: (subject) => isLive(subject) && subject.ownership.vendorEndsOn !== null,
  evaluate({ ownership }, now) {
    const { vendorEndsOn } = ownership;
    if (vendorEndsOn === null || vendorEndsOn >= dayOf(now)) return pass;
    return fail({
      key: "vendor",
      evidence: `The vendor's access was to end on ${vendorEndsOn}, and it still works`,
      facts: [line("Vendor's end date", vendorEndsOn)],
    });
  },
});
