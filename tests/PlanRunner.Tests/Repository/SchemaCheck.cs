using NJsonSchema;
using Xunit;

namespace PlanRunner.Tests.Repository;

/// <summary>What programs read is what the schema says that is published for it.</summary>
internal static class SchemaCheck
{
    public static async Task ValidAsync(string schema, string json) =>
        Assert.Empty((await JsonSchema.FromFileAsync(Path.Combine(RepositoryRoot.Path, "schemas", schema))).Validate(json));
}
