# How the numbers of r_weights.json were made: R 4.2.2, survey 4.1-1, jsonlite (Debian 12).
#   Rscript r_weights.R r_weights.json   reads "data" and writes "found".
# The point estimates are survey's; the variances over waves are of base R, from the
# formulas of docs/methods.md written out anew, since survey has no overlapping waves.
library(survey); library(jsonlite)
file <- commandArgs(TRUE)[1]
all <- fromJSON(file); d <- all$data
y <- t(d$y); frame <- data.frame(then=d$then, now=d$now, size=d$size, w=d$weight, y1=y[,1], y2=y[,2], y3=y[,3])
found <- list()
# 1. the export's weights, calibrated to the departments; 2. response propensities
frame$answered <- !is.na(frame$y3)
totals <- as.data.frame(table(then=frame$then)); names(totals)[2] <- "Freq"
calibrated <- function(weights) {
  part <- frame[frame$answered, ]; part$own <- weights[frame$answered]
  made <- postStratify(svydesign(~1, weights=~own, data=part), ~then, totals)
  as.numeric(coef(svymean(~y3, made)))
}
found$by_weight <- calibrated(frame$w)
frame$class <- ifelse(is.na(frame$y1), "nothing", ifelse(frame$y1 == 1, "yes", "no"))
fit <- glm(answered ~ then + size + class, binomial, frame, control=list(epsilon=1e-14, maxit=100))
found$propensities <- as.numeric(fitted(fit))
found$by_propensity <- calibrated(1 / fitted(fit))
# 3. strata earlier x later
stratum <- interaction(frame$then, frame$now, drop=TRUE); N <- table(stratum)
share <- function(col) {
  part <- frame[!is.na(frame[[col]]), ]; part$s <- stratum[!is.na(frame[[col]])]; part$one <- 1
  tot <- data.frame(s=names(N), Freq=as.numeric(N))
  as.numeric(coef(svymean(as.formula(paste0("~", col)), postStratify(svydesign(~1, weights=~one, data=part), ~s, tot))))
}
shares <- sapply(c("y1", "y2", "y3"), share)
form <- function(cols, c) {            # variance of sum c_k share_k, by stratum
  parts <- c(); dfs <- c()
  for (h in names(N)) {
    Y <- as.matrix(frame[stratum == h, cols]); Nh <- nrow(Y); V <- 0; df <- Inf
    for (k in seq_along(cols)) for (l in seq_along(cols)) {
      both <- !is.na(Y[, k]) & !is.na(Y[, l]); nkl <- sum(both)
      V <- V + c[k] * c[l] * (nkl / (sum(!is.na(Y[, k])) * sum(!is.na(Y[, l]))) - 1 / Nh) * cov(Y[both, k], Y[both, l])
      df <- min(df, nkl - 1)
    }
    parts <- c(parts, (Nh / nrow(frame))^2 * V); dfs <- c(dfs, df)
  }
  list(V=sum(parts), df=sum(parts)^2 / sum(parts^2 / dfs))
}
told <- function(estimate, cols, c) {
  f <- form(cols, c); reach <- qt(.975, f$df) * sqrt(f$V)
  list(estimate=estimate, variance=f$V, low=estimate - reach, high=estimate + reach, p=2 * pt(-abs(estimate) / sqrt(f$V), f$df))
}
found$change <- told(shares[[2]] - shares[[1]], c("y1", "y2"), c(-1, 1))
found$shares <- as.numeric(shares)
slope <- coef(lm(shares ~ d$years))[[2]]
found$trend <- told(slope, c("y1", "y2", "y3"), (d$years - mean(d$years)) / sum((d$years - mean(d$years))^2))
# 4. shrunken shares (Kleinman's moments)
x <- d$x; n <- d$n; p <- x / n; k <- length(n); m <- sum(x) / sum(n); q <- m * (1 - m)
rho <- (sum(n * (p - m)^2) - q * (k - 1)) / (q * (sum(n) - sum(n^2) / sum(n) - (k - 1)))
a <- m * (1 / rho - 1); b <- (1 - m) * (1 / rho - 1)
found$shrunken <- (x + (d$N - n) * (a + x) / (a + b + n)) / d$N
write(toJSON(list(data=d, found=found), digits=NA, auto_unbox=TRUE, na="null"), file)
