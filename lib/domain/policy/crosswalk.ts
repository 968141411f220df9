/** Which controls each concern gives evidence for: the controls that docs/risk-score.md prints. */
export const crosswalk = {
  ownership: ["NHI1:2025", "ASI03", "PR.AA-01", "GV.RR-02", "GOVERN 1.7", "GOVERN 2.1"],
  review: ["NHI1:2025", "ASI03", "PR.AA-05", "GV.RR-02", "GOVERN 1.7"],
  leakage: ["NHI2:2025", "MCP01", "ASI03", "PR.AA-01", "DE.CM-09", "MEASURE 2.7"],
  thirdParty: ["NHI3:2025", "ASI04", "MCP09", "GV.SC-07", "GV.SC-10", "ID.AM-04", "GOVERN 6.1"],
  authentication: ["NHI4:2025", "MCP07", "PR.AA-03", "PR.AA-04", "MEASURE 2.7"],
  deployment: ["NHI6:2025", "NHI4:2025", "MCP07", "PR.AA-03", "PR.AA-04", "MEASURE 2.7"],
  privilege: ["NHI5:2025", "ASI02", "ASI03", "MCP02", "PR.AA-05", "MANAGE 2.4"],
  longLived: ["NHI7:2025", "MCP01", "PR.AA-01", "MEASURE 2.7"],
  environments: ["NHI8:2025", "ASI03", "PR.AA-05", "ID.AM-08", "MAP 4.2"],
  reuse: ["NHI9:2025", "ASI03", "ASI07", "PR.AA-01", "PR.AA-05", "MEASURE 2.8"],
  humanUse: ["NHI10:2025", "ASI09", "PR.AA-03", "DE.CM-03", "GOVERN 3.2"],
} as const;
