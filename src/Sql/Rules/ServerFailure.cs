namespace PlanRunner.Sql.Rules;

/// <summary>An error of a server, and what to do about it.</summary>
/// <param name="SqlState">Its code: https://www.postgresql.org/docs/current/errcodes-appendix.html</param>
/// <param name="Meaning">What happened, for the documentation.</param>
/// <param name="Help">What to do.</param>
/// <param name="Routine">Where the server has one code for many things: the function of its source that said it, in every language.</param>
/// <param name="Mark">Where that is not enough: words of the message, or of the context on the lines below it, that a server in English says.</param>
internal sealed record ServerFailure(string SqlState, string Meaning, string Help, string? Routine = null, string? Mark = null);
