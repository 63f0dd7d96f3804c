/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Rows of many runs at once. dh-sweep-lanes.c includes this once an instruction set, with
 * WIDTH (doubles a vector), TARGET (a function attribute), NAME(x) and ROOT(v) defined. The order of operations is
 * that of dh-small-models.h, dh-trainer-rows.c and the optimisers: without contraction every
 * lane gets the bits that a single run gets. No include guard on purpose. */

/* Vectors that are done side by side, so that the units need not wait for one another's results. */
#define SIDE 4

typedef double NAME (Vector) __attribute__ ((vector_size (WIDTH * 8)));
typedef gint64 NAME (Mask) __attribute__ ((vector_size (WIDTH * 8)));

#define V NAME (Vector)
#define M NAME (Mask)
#define INLINE static inline __attribute__ ((always_inline)) TARGET

/* @value where @mask, else 0. */
#define KEEP(mask, value) ((V) ((M) (value) & (mask)))

INLINE void
NAME (predict) (DhModelKind model, const V *w, double x, V *p)
{
  V u = w[0] * x + w[1];

  if (model == DH_MODEL_LINEAR)
    *p = u;
  else if (model == DH_MODEL_TWO_LINEAR)
    *p = w[2] * u + w[3];
  else
    *p = w[2] * (V) ((M) u & ~(M) (u <= 0)) + w[3];
}

INLINE void
NAME (differentiate) (DhModelKind model, const V *w, double x, const V *r, V *g)
{
  V dd = 2 * *r;
  V u, db;

  if (model == DH_MODEL_LINEAR)
    {
      g[0] = dd * x;
      g[1] = dd;
      return;
    }
  u = w[0] * x + w[1];
  db = dd * w[2];
  g[0] = db * x;
  g[1] = db;
  g[2] = dd * u;
  g[3] = dd;
  if (model == DH_MODEL_TWO_RELU)
    {
      M on = (M) (u > 0);

      g[0] = KEEP (on, g[0]);
      g[1] = KEEP (on, g[1]);
      g[2] = KEEP (on, g[2]);
    }
}

INLINE void
NAME (bump) (DhModelKind model, guint n_weights, const DhSweepRecipe *recipe, const V *w, double x, double y,
             const V *error, V *g)
{
  const double h = recipe->h;
  V moved[DH_SWEEP_WEIGHTS], up, down;

  EACH_WEIGHT
  for (guint j = 0; j < n_weights; j++)
    moved[j] = w[j];
  EACH_WEIGHT
  for (guint j = 0; j < n_weights; j++)
    {
      moved[j] = w[j] + h;
      NAME (predict) (model, moved, x, &up);
      up = (up - y) * (up - y);
      if (recipe->gradient == DH_GRADIENT_CENTRAL)
        {
          moved[j] = w[j] - h;
          NAME (predict) (model, moved, x, &down);
          down = (down - y) * (down - y);
          g[j] = (up - down) / (2 * h);
        }
      else
        g[j] = (up - *error) / h;
      moved[j] = w[j];
    }
}

/* One weight's update: @w in place; @m and @v where the rule has them. */
INLINE void
NAME (update) (DhSweepRule rule, const DhSweepRecipe *c, gboolean first, const double *bias, const V *lr,
               const V *g, V *m, V *v, V *w)
{
  V d = *g;

  switch (rule)
    {
    case DH_SWEEP_PLAIN:
      *w = *w - d * *lr;
      break;
    case DH_SWEEP_MOMENTUM:
      *m = first && c->starts_raw ? d : *m * c->beta1 + c->rest1 * d;
      *w = *w - *m * *lr;
      break;
    case DH_SWEEP_WORKBOOK_RMSPROP:
      *w = *w - d * *lr / ROOT (*v);
      *v = *v * c->beta2 + c->rest2 * (d * d);
      break;
    case DH_SWEEP_WORKBOOK_ADAM:
      *m = *m * c->beta1 + c->rest1 * d;
      *v = *v * c->beta2 + c->rest2 * (d * d);
      *w = *w - *m * *lr / ROOT (*v);
      break;
    case DH_SWEEP_RMSPROP:
      d = d + c->decay * *w;
      *v = c->beta2 * *v + c->rest2 * (d * d);
      d = d / (ROOT (*v) + c->eps);
      *w = *w - *lr * d;
      break;
    case DH_SWEEP_ADAM:
      d = d + c->decay * *w;
      *m = c->beta1 * *m + c->rest1 * d;
      *v = c->beta2 * *v + c->rest2 * (d * d);
      *w = *w * (1 - *lr * c->shrink) - *lr / bias[0] * (*m / (ROOT (*v) / bias[1] + c->eps));
      break;
    case DH_SWEEP_N_RULES:
    default:
      break;
    }
}

/* The last epoch's figures of the lanes from @lane on. */
INLINE void
NAME (judge) (DhSweepLanes *lanes, const DhSweepRecipe *recipe, gsize lane, DhSweepFlags flags,
              DhModelKind model, const V *next, double x, double y, const V *error)
{
  V *worst = (V *) (gpointer) &lanes->worst[lane];
  V *worsened = (V *) (gpointer) &lanes->worsened[lane];
  V after, zero = *error - *error;
  M more = (M) (*error > *worst);

  *worst = (V) (((M) *error & more) | ((M) *worst & ~more));
  if (!(flags & DH_SWEEP_COUNT))
    return;
  NAME (predict) (model, next, x, &after);
  after = (after - y) * (after - y);
  more = (M) (after > *error) & (M) (after > recipe->rounding);
  *worsened += KEEP (more, zero + 1);
}

/* One block of lanes, from @lane on, through the rows. */
INLINE gboolean
NAME (block) (DhSweepLanes *lanes, const DhSweepRecipe *recipe, gsize first, gsize n, DhSweepFlags flags,
              gsize lane, DhModelKind model, DhSweepRule rule, gboolean bumped)
{
  const guint n_weights = model == DH_MODEL_LINEAR ? 2 : 4;
  const gboolean has_m = rule == DH_SWEEP_MOMENTUM || rule == DH_SWEEP_WORKBOOK_ADAM || rule == DH_SWEEP_ADAM;
  const gboolean has_v = rule != DH_SWEEP_PLAIN && rule != DH_SWEEP_MOMENTUM;
  V w[SIDE][DH_SWEEP_WEIGHTS], m[SIDE][DH_SWEEP_WEIGHTS], v[SIDE][DH_SWEEP_WEIGHTS];
  V lr[SIDE], sum[SIDE];
  V one[SIDE];
  double product[2] = { lanes->product[0], lanes->product[1] };
  double bias[2] = { 1, 1 };
  M bad = { 0 };
  gint64 any = 0;

  EACH_SIDE
  for (guint k = 0; k < SIDE; k++)
    {
      gsize at = lane + k * WIDTH;

      lr[k] = *(V *) (gpointer) &lanes->lr[at];
      sum[k] = *(V *) (gpointer) &lanes->sum[at];
      EACH_WEIGHT
      for (guint j = 0; j < n_weights; j++)
        {
          w[k][j] = *(V *) (gpointer) &lanes->w[j][at];
          m[k][j] = *(V *) (gpointer) &lanes->m[j][at];
          v[k][j] = *(V *) (gpointer) &lanes->v[j][at];
        }
    }
  for (gsize i = 0; i < n; i++)
    {
      const double x = recipe->x[first + i];
      const double y = recipe->y[first + i];
      const gboolean is_first = lanes->t + i == 0;

      if (rule == DH_SWEEP_ADAM)
        {
          product[0] *= recipe->beta1;
          product[1] *= recipe->beta2;
          bias[0] = 1 - product[0];
          bias[1] = sqrt (1 - product[1]);
        }
      EACH_SIDE
      for (guint k = 0; k < SIDE; k++)
        {
          V p, r, error, g[DH_SWEEP_WEIGHTS];

          NAME (predict) (model, w[k], x, &p);
          r = p - y;
          error = r * r;
          sum[k] += error;
          if (bumped)
            NAME (bump) (model, n_weights, recipe, w[k], x, y, &error, g);
          else
            NAME (differentiate) (model, w[k], x, &r, g);
          EACH_WEIGHT
          for (guint j = 0; j < n_weights; j++)
            NAME (update) (rule, recipe, is_first, bias, &lr[k], &g[j], &m[k][j], &v[k][j], &w[k][j]);
          if (G_UNLIKELY (flags))
            NAME (judge) (lanes, recipe, lane + k * WIDTH, flags, model, w[k], x, y, &error);
        }
    }
  EACH_SIDE
  for (guint k = 0; k < SIDE; k++)
    {
      gsize at = lane + k * WIDTH;

      *(V *) (gpointer) &lanes->sum[at] = sum[k];
      /* Errors are not negative: none was too great if all of them together are not. What is not finite
       * stays so, and minus itself is NaN. */
      bad |= ~(M) (sum[k] <= DH_EXPLOSION_ERROR);
      EACH_WEIGHT
      for (guint j = 0; j < n_weights; j++)
        {
          one[k] = w[k][j] - w[k][j];
          bad |= ~(M) (one[k] == 0);
          *(V *) (gpointer) &lanes->w[j][at] = w[k][j];
          if (has_m)
            *(V *) (gpointer) &lanes->m[j][at] = m[k][j];
          if (has_v)
            *(V *) (gpointer) &lanes->v[j][at] = v[k][j];
        }
    }
  for (guint l = 0; l < WIDTH; l++)
    any |= bad[l];
  return any != 0;
}

INLINE gboolean
NAME (rows) (DhSweepLanes *lanes, const DhSweepRecipe *recipe, gsize first, gsize n, DhSweepFlags flags,
             DhModelKind model, DhSweepRule rule, gboolean bumped)
{
  gboolean bad = FALSE;

  for (gsize lane = 0; lane < lanes->n; lane += SIDE * WIDTH)
    bad |= NAME (block) (lanes, recipe, first, n, flags, lane, model, rule, bumped);
  lanes->t += n;
  if (rule == DH_SWEEP_ADAM)
    for (gsize i = 0; i < n; i++)
      {
        lanes->product[0] *= recipe->beta1;
        lanes->product[1] *= recipe->beta2;
      }
  return bad;
}

#define INSTANCE(id, model, rule, bumped) \
  static TARGET gboolean \
  NAME (id) (DhSweepLanes *lanes, const DhSweepRecipe *recipe, gsize first, gsize n, DhSweepFlags flags) \
  { \
    return NAME (rows) (lanes, recipe, first, n, flags, model, rule, bumped); \
  }
#define INSTANCES(id, model) \
  INSTANCE (id##_plain, model, DH_SWEEP_PLAIN, FALSE) \
  INSTANCE (id##_plain_bump, model, DH_SWEEP_PLAIN, TRUE) \
  INSTANCE (id##_momentum, model, DH_SWEEP_MOMENTUM, FALSE) \
  INSTANCE (id##_momentum_bump, model, DH_SWEEP_MOMENTUM, TRUE) \
  INSTANCE (id##_workbook_rmsprop, model, DH_SWEEP_WORKBOOK_RMSPROP, FALSE) \
  INSTANCE (id##_workbook_rmsprop_bump, model, DH_SWEEP_WORKBOOK_RMSPROP, TRUE) \
  INSTANCE (id##_workbook_adam, model, DH_SWEEP_WORKBOOK_ADAM, FALSE) \
  INSTANCE (id##_workbook_adam_bump, model, DH_SWEEP_WORKBOOK_ADAM, TRUE) \
  INSTANCE (id##_rmsprop, model, DH_SWEEP_RMSPROP, FALSE) \
  INSTANCE (id##_rmsprop_bump, model, DH_SWEEP_RMSPROP, TRUE) \
  INSTANCE (id##_adam, model, DH_SWEEP_ADAM, FALSE) \
  INSTANCE (id##_adam_bump, model, DH_SWEEP_ADAM, TRUE)
#define ROW(id) \
  { { NAME (id##_plain), NAME (id##_plain_bump) }, \
    { NAME (id##_momentum), NAME (id##_momentum_bump) }, \
    { NAME (id##_workbook_rmsprop), NAME (id##_workbook_rmsprop_bump) }, \
    { NAME (id##_workbook_adam), NAME (id##_workbook_adam_bump) }, \
    { NAME (id##_rmsprop), NAME (id##_rmsprop_bump) }, \
    { NAME (id##_adam), NAME (id##_adam_bump) } }

INSTANCES (linear, DH_MODEL_LINEAR)
INSTANCES (two_linear, DH_MODEL_TWO_LINEAR)
INSTANCES (two_relu, DH_MODEL_TWO_RELU)

static const DhSweepKernel NAME (kernel) = {
  KERNEL_NAME, { ROW (linear), ROW (two_linear), ROW (two_relu) }
};

#undef ROW
#undef INSTANCES
#undef INSTANCE
#undef KEEP
#undef INLINE
#undef M
#undef V
#undef SIDE
#undef WIDTH
#undef TARGET
#undef NAME
#undef ROOT
#undef KERNEL_NAME
