using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>The CustomResourceDefinitions that the suite uses, besides those of the Canvas.</summary>
internal static class Definitions
{
    public const string Group = "conformance.example";

    /// <summary>Namespaced, with one of every kind of rule, no status subresource.</summary>
    public static JsonObject Widgets => Definition("widgets", "Widget", new JsonObject());

    /// <summary>The same with a status subresource.</summary>
    public static JsonObject Gadgets => Definition("gadgets", "Gadget", new JsonObject { ["status"] = new JsonObject() });

    /// <summary>A definition of which nothing but the names is given.</summary>
    public static JsonObject Definition(string plural, string kind, JsonObject subresources) => (JsonObject)JsonNode.Parse($$$$"""
        {
          "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
          "metadata": {"name": "{{{{plural}}}}.{{{{Group}}}}"},
          "spec": {
            "group": "{{{{Group}}}}", "scope": "Namespaced",
            "names": {"plural": "{{{{plural}}}}", "singular": "{{{{plural[..^1]}}}}", "kind": "{{{{kind}}}}", "shortNames": ["{{{{plural[..3]}}}}"] },
            "versions": [{
              "name": "v1", "served": true, "storage": true, "subresources": {{{{subresources.ToJsonString()}}}},
              "schema": {"openAPIV3Schema": {
                "type": "object", "required": ["spec"],
                "properties": {
                  "spec": {
                    "type": "object", "required": ["size"],
                    "properties": {
                      "size": {"type": "integer", "minimum": 1, "maximum": 10},
                      "color": {"type": "string", "enum": ["red", "green"]},
                      "code": {"type": "string", "pattern": "^[a-z]+$", "maxLength": 5},
                      "port": {"x-kubernetes-int-or-string": true},
                      "note": {"type": "string", "nullable": true},
                      "mode": {"type": "string", "default": "plain"},
                      "tags": {"type": "array", "minItems": 1, "items": {"type": "string"}},
                      "limits": {"type": "object", "additionalProperties": {"type": "integer"}},
                      "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}
                    }
                  },
                  "status": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}
                }
              }}
            }]
          }
        }
        """)!;
}
