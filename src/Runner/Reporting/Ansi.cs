namespace PlanRunner.Runner.Reporting;

/// <summary>https://en.wikipedia.org/wiki/ANSI_escape_code#Select_Graphic_Rendition_parameters</summary>
internal static class Ansi
{
    public const string None = "";
    public const string Reset = "\e[0m";
    public const string Bold = "\e[1m";
    public const string Dim = "\e[2m";
    public const string Inverse = "\e[7m";
    public const string Red = "\e[31m";
    public const string Green = "\e[32m";
    public const string Yellow = "\e[33m";
    public const string Cyan = "\e[36m";
}
