/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The textbook optimisers, with the semantics of torch.optim (PyTorch 2), single tensor form:
 * https://pytorch.org/docs/stable/optim.html. Powers of beta are running products, so that no
 * pow() of a C library decides their last digit. */
#include "dh-optimiser-private.h"

#include "dh-math.h"

#include <math.h>

void
dh_optimiser_sgd (DhOptimiser *optimiser, double lr, const double *g, double *w)
{
  const double *param = optimiser->spec.param;
  double momentum = param[SGD_MOMENTUM];
  double rest = 1 - param[SGD_DAMPENING];
  double decay = param[SGD_WEIGHT_DECAY];
  gboolean nesterov = param[SGD_NESTEROV] != 0;
  double *m = optimiser->m;

  if (!m && decay == 0)
    {
      for (gsize i = 0; i < optimiser->n; i++)
        w[i] = w[i] - g[i] * lr;
      return;
    }
  for (gsize i = 0; i < optimiser->n; i++)
    {
      double d = decay == 0 ? g[i] : g[i] + decay * w[i];

      if (m)
        {
          /* The buffer starts as the first gradient, not dampened. */
          m[i] = optimiser->t == 1 ? d : momentum * m[i] + rest * d;
          d = nesterov ? d + momentum * m[i] : m[i];
        }
      w[i] = w[i] - d * lr;
    }
}

void
dh_optimiser_adagrad (DhOptimiser *optimiser, double lr, const double *g, double *w)
{
  const double *param = optimiser->spec.param;
  double decay = param[ADAGRAD_WEIGHT_DECAY];
  double eps = param[ADAGRAD_EPS];
  double rate = lr / (1 + (double) (optimiser->t - 1) * param[ADAGRAD_LR_DECAY]);
  double *v = optimiser->v;

  for (gsize i = 0; i < optimiser->n; i++)
    {
      double d = g[i] + decay * w[i];

      v[i] += d * d;
      w[i] -= rate * d / (sqrt (v[i]) + eps);
    }
}

void
dh_optimiser_adadelta (DhOptimiser *optimiser, double lr, const double *g, double *w)
{
  const double *param = optimiser->spec.param;
  double rho = param[ADADELTA_RHO];
  double eps = param[ADADELTA_EPS];
  double decay = param[ADADELTA_WEIGHT_DECAY];
  double *v = optimiser->v;
  double *moved = optimiser->state + optimiser->n;

  for (gsize i = 0; i < optimiser->n; i++)
    {
      double d = g[i] + decay * w[i];
      double delta;

      v[i] = rho * v[i] + (1 - rho) * (d * d);
      delta = sqrt (moved[i] + eps) / sqrt (v[i] + eps) * d;
      moved[i] = rho * moved[i] + (1 - rho) * (delta * delta);
      w[i] -= lr * delta;
    }
}

void
dh_optimiser_rmsprop (DhOptimiser *optimiser, double lr, const double *g, double *w)
{
  const double *param = optimiser->spec.param;
  double alpha = param[RMSPROP_ALPHA];
  double eps = param[RMSPROP_EPS];
  double decay = param[RMSPROP_WEIGHT_DECAY];
  double momentum = param[RMSPROP_MOMENTUM];
  gboolean centered = param[RMSPROP_CENTERED] != 0;
  double *m = optimiser->m;
  double *v = optimiser->v;
  double *mean = optimiser->state + 2 * optimiser->n;

  for (gsize i = 0; i < optimiser->n; i++)
    {
      double d = g[i] + decay * w[i];
      double spread;

      v[i] = alpha * v[i] + (1 - alpha) * (d * d);
      spread = v[i];
      if (centered)
        {
          mean[i] = alpha * mean[i] + (1 - alpha) * d;
          spread -= mean[i] * mean[i];
          /* Rounding can take a variance of 0 just below 0; PyTorch then gives NaN. */
          if (spread < 0)
            spread = 0;
        }
      d /= sqrt (spread) + eps;
      if (m)
        d = m[i] = momentum * m[i] + d;
      w[i] -= lr * d;
    }
}

static void
adam (DhOptimiser *optimiser, double lr, const double *g, double *w, double l2, double shrink)
{
  const double *param = optimiser->spec.param;
  double beta1 = param[ADAM_BETA1];
  double beta2 = param[ADAM_BETA2];
  double eps = param[ADAM_EPS];
  gboolean amsgrad = param[ADAM_AMSGRAD] != 0;
  double *m = optimiser->m;
  double *v = optimiser->v;
  double *greatest = optimiser->state + 2 * optimiser->n;
  double step, root2;

  optimiser->product[0] *= beta1;
  optimiser->product[1] *= beta2;
  step = lr / (1 - optimiser->product[0]);
  root2 = sqrt (1 - optimiser->product[1]);
  for (gsize i = 0; i < optimiser->n; i++)
    {
      double d = g[i] + l2 * w[i];
      double square;

      m[i] = beta1 * m[i] + (1 - beta1) * d;
      v[i] = beta2 * v[i] + (1 - beta2) * (d * d);
      square = v[i];
      if (amsgrad)
        {
          /* Written so that a NaN stays one. */
          greatest[i] = greatest[i] > v[i] ? greatest[i] : v[i];
          square = greatest[i];
        }
      w[i] = w[i] * shrink - step * (m[i] / (sqrt (square) / root2 + eps));
    }
}

void
dh_optimiser_adam (DhOptimiser *optimiser, double lr, const double *g, double *w)
{
  adam (optimiser, lr, g, w, optimiser->spec.param[ADAM_WEIGHT_DECAY], 1);
}

void
dh_optimiser_adamw (DhOptimiser *optimiser, double lr, const double *g, double *w)
{
  adam (optimiser, lr, g, w, 0, 1 - lr * optimiser->spec.param[ADAM_WEIGHT_DECAY]);
}

/* Dozat 2016: mu of step t is beta1 (1 - 0.96^(t psi)/2). */
static double
nadam_mu (double beta1, double psi, double t)
{
  return beta1 * (1 - 0.5 * dh_exp (t * psi * dh_log (0.96)));
}

void
dh_optimiser_nadam (DhOptimiser *optimiser, double lr, const double *g, double *w)
{
  const double *param = optimiser->spec.param;
  double beta1 = param[NADAM_BETA1];
  double beta2 = param[NADAM_BETA2];
  double eps = param[NADAM_EPS];
  double decay = param[NADAM_WEIGHT_DECAY];
  double t = (double) optimiser->t;
  double mu = nadam_mu (beta1, param[NADAM_MOMENTUM_DECAY], t);
  double next = nadam_mu (beta1, param[NADAM_MOMENTUM_DECAY], t + 1);
  double *m = optimiser->m;
  double *v = optimiser->v;
  double now_rate, next_rate, bias2;

  optimiser->product[1] *= beta2;
  optimiser->product[2] *= mu;
  bias2 = 1 - optimiser->product[1];
  now_rate = lr * (1 - mu) / (1 - optimiser->product[2]);
  next_rate = lr * next / (1 - optimiser->product[2] * next);
  for (gsize i = 0; i < optimiser->n; i++)
    {
      double d = g[i] + decay * w[i];
      double root;

      m[i] = beta1 * m[i] + (1 - beta1) * d;
      v[i] = beta2 * v[i] + (1 - beta2) * (d * d);
      root = sqrt (v[i] / bias2) + eps;
      w[i] = w[i] - now_rate * (d / root) - next_rate * (m[i] / root);
    }
}

/* The rectification of Liu et al. 2019; 0 while too few steps are known for it (rho_t <= 5). */
static double
radam_rectification (double beta2, double product, double t)
{
  double rho_inf = 2 / (1 - beta2) - 1;
  double rho = rho_inf - 2 * t * product / (1 - product);

  if (!(rho > 5))
    return 0;
  return sqrt ((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho));
}

void
dh_optimiser_radam (DhOptimiser *optimiser, double lr, const double *g, double *w)
{
  const double *param = optimiser->spec.param;
  double beta1 = param[RADAM_BETA1];
  double beta2 = param[RADAM_BETA2];
  double eps = param[RADAM_EPS];
  double decay = param[RADAM_WEIGHT_DECAY];
  double *m = optimiser->m;
  double *v = optimiser->v;
  double bias1, root2, rect;

  optimiser->product[0] *= beta1;
  optimiser->product[1] *= beta2;
  bias1 = 1 - optimiser->product[0];
  root2 = sqrt (1 - optimiser->product[1]);
  rect = radam_rectification (beta2, optimiser->product[1], (double) optimiser->t);
  for (gsize i = 0; i < optimiser->n; i++)
    {
      double d = g[i] + decay * w[i];
      double step;

      m[i] = beta1 * m[i] + (1 - beta1) * d;
      v[i] = beta2 * v[i] + (1 - beta2) * (d * d);
      step = m[i] / bias1;
      if (rect > 0)
        step = step * (root2 / (sqrt (v[i]) + eps)) * rect;
      w[i] -= lr * step;
    }
}

/* fastai's average_grad. */
void
dh_optimiser_average_grad (DhOptimiser *optimiser, double lr, const double *g, double *w)
{
  double momentum = optimiser->spec.param[AVERAGE_MOMENTUM];
  double rest = optimiser->spec.param[AVERAGE_DAMPENING] != 0 ? 1 - momentum : 1;
  double *m = optimiser->m;

  for (gsize i = 0; i < optimiser->n; i++)
    {
      m[i] = momentum * m[i] + rest * g[i];
      w[i] -= lr * m[i];
    }
}
