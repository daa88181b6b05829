namespace PlanRunner.Templating;

/// <summary>Thrown by a host function that cannot take its arguments; becomes an error at the call.</summary>
internal sealed class TemplateFunctionException(string message, string? help = null) : Exception(message)
{
    public string? Help { get; } = help;
}
