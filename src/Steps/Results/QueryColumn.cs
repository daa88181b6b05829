using PlanRunner.Steps.Postgres;

namespace PlanRunner.Steps.Results;

/// <summary>A column of a result: its name and the oid of its type; see <see cref="Session.TypeNameAsync"/>.</summary>
internal readonly record struct QueryColumn(string Name, uint TypeOid);
