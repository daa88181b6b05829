#!/bin/sh
# Posts what dry-run --output markdown wrote as the one comment of its plan and environment: the one before is replaced.
#   comment.sh FILE NUMBER            in GitHub Actions, with gh and GH_TOKEN; NUMBER is the pull request's
# The file's first line is a marker that is the same for every run of that plan in that environment.
set -eu
file=${1:?usage: comment.sh FILE NUMBER}
number=${2:?usage: comment.sh FILE NUMBER}
marker=$(head -n 1 "$file")
id=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$number/comments" \
  --jq ".[] | select(.body | startswith(\"$marker\")) | .id" | head -n 1)
if [ -n "$id" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$file" >/dev/null
else
  gh api --method POST "repos/$GITHUB_REPOSITORY/issues/$number/comments" --field "body=@$file" >/dev/null
fi
