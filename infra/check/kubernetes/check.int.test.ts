import { describe, expect, test } from "bun:test";
import { renderOverlay } from "@mercato/k8s/render";
import { kubectlOrReason, overlayViolations } from "./check.ts";

const kubectl = kubectlOrReason(process.env["PATH"]);

if ("path" in kubectl) {
  describe("an overlay for Kubernetes", () => {
    const rendered = renderOverlay(kubectl.path, "production");

    test("keeps the rules that compose keeps", async () => {
      expect(overlayViolations(await rendered, "production")).toEqual([]);
    });

    test("that misspells a variable which a service requires is found, for what is missing and for what nobody reads", async () => {
      const yaml = (await rendered).replaceAll("- name: INTERNAL_TOKEN_JWKS\n", "- name: INTERNAL_TOKEN_KEYS\n");
      const violations = overlayViolations(yaml, "production");
      expect(violations).toContain("production: orders: INTERNAL_TOKEN_JWKS is missing (environment-complete)");
      expect(violations).toContain("production: payments: the service does not read INTERNAL_TOKEN_KEYS (environment-known)");
    });
  });
} else process.stderr.write(`infra/check: ${kubectl.reason}, so the overlays are not rendered and not checked here\n`);
