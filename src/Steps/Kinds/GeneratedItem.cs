using PlanRunner.Sql;
using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Kinds;

/// <summary>One statement that a generate is to run: as journaled, as sent, and how far it came before.</summary>
internal sealed record GeneratedItem(ListedStatement Listed, SqlStatement Statement, ItemProgress Progress, CommitPoint? Committing);
