/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import io.github.camelclaude.rate.GroupName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of limit groups: written here and read back here. */
final class Groups {

    /** Money is spent by all backends together. */
    private static final String ALL = "claude";

    static final String ORGANIZATION = "organization";
    static final String BATCH = "batch";
    static final String COUNT_TOKENS = "count-tokens";
    static final String PER_DAY = "spend/day";
    static final String PER_MONTH = "spend/month";
    static final String PER_KEY = "spend/day/of-";
    static final String CLASS_PER_DAY = "spend/day/for-";
    static final String CLASS_PER_MONTH = "spend/month/for-";

    private static final String FAST = "/fast";
    private static final int LONGEST_KEY = 48;
    private static final Pattern STRANGE = Pattern.compile("[^A-Za-z0-9._:@-]");

    private final String backend;
    private final Pattern buckets;

    Groups(String backend) {
        this.backend = backend;
        this.buckets = Pattern.compile(Pattern.quote(backend) + "/(organization|wrkspc_\\w+)/([a-z0-9._:@-]+)(/fast)?");
    }

    /**
     * What has buckets.
     *
     * @param owner     {@link #ORGANIZATION} or a workspace
     * @param className a model class, {@link #BATCH} or {@link #COUNT_TOKENS}
     */
    record Buckets(String owner, String className, boolean fast) {

        boolean ofOrganization() {
            return owner.equals(ORGANIZATION);
        }
    }

    GroupName name(Buckets what) {
        return new GroupName("%s/%s/%s%s".formatted(backend, what.owner(), what.className(), what.fast() ? FAST : ""));
    }

    Optional<Buckets> buckets(GroupName name) {
        Matcher matcher = buckets.matcher(name.text());
        return matcher.matches()
                ? Optional.of(new Buckets(matcher.group(1), matcher.group(2), matcher.group(3) != null))
                : Optional.empty();
    }

    GroupName spend(String which) {
        return new GroupName(ALL + "/" + which);
    }

    /** A key may be anything; two that look alike stay two. */
    GroupName spendOf(String fairnessKey) {
        String plain = STRANGE.matcher(fairnessKey).replaceAll("_");
        boolean same = plain.equals(fairnessKey) && plain.length() <= LONGEST_KEY;
        String cut = plain.substring(0, Math.min(LONGEST_KEY, plain.length()));
        return spend(PER_KEY + (same ? cut : cut + "~" + Integer.toHexString(fairnessKey.hashCode())));
    }

    /** The class of models whose money it is about. */
    Optional<String> classOf(GroupName name, String which) {
        String begin = ALL + "/" + which;
        return name.text().startsWith(begin) ? Optional.of(name.text().substring(begin.length())) : Optional.empty();
    }

    boolean isSpend(GroupName name, String which) {
        return which.equals(PER_KEY)
                ? name.text().startsWith(ALL + "/" + PER_KEY)
                : name.text().equals(ALL + "/" + which);
    }
}
