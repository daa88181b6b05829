using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using PlanRunner.Templating.Evaluation;

namespace PlanRunner.Templating.Functions;

/// <summary>The functions of <c>string</c> that encode text, or make a digest of it.</summary>
[SuppressMessage("Security", "CA5350", Justification = "The language has it; nothing here relies on its strength.")]
[SuppressMessage("Security", "CA5351", Justification = "The language has it; nothing here relies on its strength.")]
internal static class StringHashes
{
    public static FunctionGroup AddTo(FunctionGroup group) => group
        .Add("md5", "text", (renderer, a) => Hash(renderer, a, MD5.HashData))
        .Add("sha1", "text", (renderer, a) => Hash(renderer, a, SHA1.HashData))
        .Add("sha256", "text", (renderer, a) => Hash(renderer, a, SHA256.HashData))
        .Add("sha512", "text", (renderer, a) => Hash(renderer, a, SHA512.HashData))
        .Add("hmac_sha1", "text, secret_key", (renderer, a) => Keyed(renderer, a, HMACSHA1.HashData))
        .Add("hmac_sha256", "text, secret_key", (renderer, a) => Keyed(renderer, a, HMACSHA256.HashData))
        .Add("hmac_sha512", "text, secret_key", (renderer, a) => Keyed(renderer, a, HMACSHA512.HashData))
        .Add("base64_encode", "text", (renderer, a) => StringFunctions.Change(renderer, a, text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text))))
        .Add("base64_decode", "text", (renderer, a) => StringFunctions.Change(renderer, a, text => Decode(text, a)));

    private static TextValue Hash(Renderer renderer, Arguments arguments, Func<byte[], byte[]> hash) =>
        StringFunctions.Change(renderer, arguments, text => Convert.ToHexStringLower(hash(Encoding.UTF8.GetBytes(text))));

    private static TextValue Keyed(Renderer renderer, Arguments arguments, Func<byte[], byte[], byte[]> hash)
    {
        var text = arguments.Text(0, renderer);
        var key = arguments.Text(1, renderer);
        renderer.Budget.CheckLength((long)text.Text.Length + key.Text.Length, arguments.Place);
        return TextValue.Derive(Convert.ToHexStringLower(hash(Encoding.UTF8.GetBytes(key.Text), Encoding.UTF8.GetBytes(text.Text))), text, key);
    }

    private static string Decode(string text, Arguments arguments)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException)
        {
            throw arguments.Fail("The text is not Base64");
        }
    }
}
